"""In which encodings somebody takes an answer."""


def takes_gzip(accepted: str | None) -> bool:
    """Tell whether an Accept-Encoding allows gzip."""
    offers = [offer.replace(" ", "").lower() for offer in (accepted or "").split(",")]
    return any(
        coding in {"gzip", "*"} and weight not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
        for coding, _, weight in (offer.partition(";") for offer in offers)
    )
