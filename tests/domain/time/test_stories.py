"""What people say about time, each a test; instants are small numbers, think of days."""

from domain.model.operations import UntilWord
from tests.domain.time.ledger import Ledger


def test_I_cancelled_the_plan_my_rename_stays() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    plan = story.schedule(at=20, start=50, name="Account")
    story.edit(at=30, name="Customer")
    assert story.names(40, 60) == ["Customer", "Account"]
    cancel = story.rescind(plan, at=40)
    assert story.names(45, 50, 999) == ["Customer"] * 3
    assert story.names(60, known=cancel - 1) == ["Account"], (
        "we did plan it, and that stays visible"
    )


def test_the_trial_period_ends_the_latest_name_shows() -> None:
    story = Ledger()
    story.edit(at=10, name="Plan")
    story.schedule(at=20, start=50, until=60, name="Plan (trial)")
    story.edit(at=30, name="Tariff")
    story.edit(at=40, name="Subscription")
    assert story.names(35, 45, 50, 59, 60, 999) == [
        "Tariff",
        "Subscription",
        "Plan (trial)",
        "Plan (trial)",
        "Subscription",
        "Subscription",
    ]


def test_what_I_change_during_the_trial_ends_with_the_trial() -> None:
    story = Ledger()
    story.edit(at=10, name="Plan")
    story.schedule(at=20, start=50, until=60, name="Trial")
    story.edit(at=55, name="Free trial")
    assert story.names(54, 55, 59, 60) == ["Trial", "Free trial", "Free trial", "Plan"]


def test_what_I_mean_for_good_during_the_trial_outlasts_it() -> None:
    story = Ledger()
    story.edit(at=10, name="Plan")
    story.schedule(at=20, start=50, until=60, name="Trial")
    story.edit(at=55, until=UntilWord.OPEN, name="Offer")
    assert story.names(54, 55, 60) == ["Trial", "Offer", "Offer"]


def test_my_edit_before_the_plan_does_not_erase_the_plan() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    story.schedule(at=20, start=50, name="Account")
    story.edit(at=30, name="Customer")
    assert story.names(29, 30, 49, 50) == ["Client", "Customer", "Customer", "Account"]


def test_my_edit_after_the_plan_took_effect_holds_from_then_on() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    plan = story.schedule(at=20, start=50, name="Account")
    story.edit(at=60, name="Customer")
    assert story.names(49, 50, 59, 60) == ["Client", "Account", "Account", "Customer"]
    story.rescind(plan, at=70)
    assert story.names(49, 50, 59, 60) == ["Client"] * 3 + ["Customer"]


def test_a_correction_of_last_year_does_not_change_today() -> None:
    story = Ledger()
    story.edit(at=10, name="Custmer")
    story.edit(at=30, name="Client")
    correction = story.correct(at=50, start=20, name="Customer")
    assert story.names(19, 20, 29, 30, 50) == [
        "Custmer",
        "Customer",
        "Customer",
        "Client",
        "Client",
    ]
    assert story.names(25, known=correction - 1) == ["Custmer"]


def test_a_correction_of_what_still_holds_changes_today_and_what_we_will_see() -> None:
    story = Ledger()
    story.edit(at=10, name="Custmer")
    story.correct(at=50, start=10, name="Customer")
    assert story.names(9, 10, 50, 999) == [None] + ["Customer"] * 3


def test_a_correction_until_now_leaves_today_as_it_is() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    story.correct(at=50, start=20, until=50, name="Customer")
    assert story.names(19, 20, 49, 50) == ["Client", "Customer", "Customer", "Client"]


def test_two_plans_each_takes_effect_whichever_was_made_first() -> None:
    for order in ((50, 70), (70, 50)):
        story = Ledger()
        story.edit(at=10, name="now")
        for at, start in zip((20, 21), order, strict=True):
            story.schedule(at=at, start=start, name=f"plan {start}")
        assert story.names(49, 50, 69, 70, 99) == [
            "now",
            "plan 50",
            "plan 50",
            "plan 70",
            "plan 70",
        ]


def test_I_cancelled_one_of_two_plans_the_other_stays() -> None:
    for cancelled, expected in (
        (2, ["now", "now", "plan 70"]),
        (3, ["now", "plan 50", "plan 50"]),
    ):
        story = Ledger()
        story.edit(at=10, name="now")
        story.schedule(at=20, start=50, name="plan 50")
        story.schedule(at=21, start=70, name="plan 70")
        story.rescind(cancelled, at=30)
        assert story.names(49, 69, 99) == expected


def test_I_cancelled_the_plan_and_went_on_renaming() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    plan = story.schedule(at=20, start=50, name="Account")
    story.rescind(plan, at=30)
    rename = story.edit(at=40, name="Customer")
    assert story.names(39, 40, 50, 999) == ["Client"] + ["Customer"] * 3
    assert len(story.commits[rename - 1].operations) == 1, "one decision, one period"


def test_the_cancelled_plan_is_on_again() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    plan = story.schedule(at=20, start=50, name="Account")
    cancel = story.rescind(plan, at=30)
    story.edit(at=35, name="Customer")
    story.rescind(cancel, at=40)
    assert story.names(34, 35, 49, 50) == ["Client", "Customer", "Customer", "Account"]


def test_off_and_on_and_off_again() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    off = story.edit(at=20, name="Account")
    expected = "Account"
    for at in range(30, 36):
        off = story.rescind(off, at=at)
        expected = "Client" if expected == "Account" else "Account"
        assert story.names(50) == [expected]


def test_the_plan_to_end_it_in_june_is_off() -> None:
    story = Ledger()
    story.edit(at=10, name="Fax")
    plan = story.end("name", at=20, start=50)
    assert story.names(49, 50) == ["Fax", None]
    story.rescind(plan, at=30)
    assert story.names(49, 50) == ["Fax", "Fax"]


def test_it_was_not_true_in_spring() -> None:
    story = Ledger()
    story.edit(at=10, name="Open")
    story.end("name", at=90, start=30, until=40)
    assert story.names(29, 30, 39, 40, 90) == ["Open", None, None, "Open", "Open"]


def test_what_I_deleted_and_wrote_again_is_what_I_wrote() -> None:
    story = Ledger()
    story.edit(at=10, doc="first")
    story.edit(at=20, doc=None)
    story.edit(at=30, doc="second")
    assert story.reads("doc", 10, 20, 30, 99) == ["first", None, "second", "second"]


def test_taking_back_an_old_rename_keeps_the_later_one() -> None:
    story = Ledger()
    story.edit(at=10, name="Client")
    mistake = story.edit(at=20, name="Clinet")
    story.edit(at=30, name="Customer")
    undo = story.rescind(mistake, at=40)
    assert story.names(10, 20, 30, 99) == ["Client", "Client", "Customer", "Customer"]
    assert story.names(25, known=undo - 1) == ["Clinet"], "the log still says what we thought"


def test_what_was_never_decided_is_open_again_after_taking_it_back() -> None:
    story = Ledger()
    mistake = story.edit(at=10, doc="oops")
    story.schedule(at=11, start=50, until=60, doc="sale")
    story.rescind(mistake, at=20)
    assert story.reads("doc", 10, 50, 60) == [None, "sale", None]
    story.edit(at=30, doc="text")
    assert story.reads("doc", 29, 30, 50, 60) == [None, "text", "sale", None]


def test_the_order_existed_two_weeks_before_we_drew_it() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity", name="Order", doc="what a customer buys")
    story.edit(at=40, tag="core")
    story.correct(at=50, start=16, kind="entity")
    assert story.reads("kind", 15, 16, 30) == [None, "entity", "entity"]
    assert story.names(15, 16, 30) == [None, "Order", "Order"]
    assert story.reads("doc", 16) == ["what a customer buys"]
    assert story.reads("tag", 16, 39, 40) == [None, None, "core"]


def test_its_name_since_then_is_one_decision_with_the_name_it_was_drawn_with() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity", name="Ordr")
    story.correct(at=50, start=16, kind="entity")
    correction = story.correct(at=60, start=16, name="Order")
    assert story.names(15, 16, 30, 99) == [None, "Order", "Order", "Order"]
    assert len(story.commits[correction - 1].operations) == 1


def test_it_did_not_exist_earlier_after_all() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity", name="Ordr")
    earlier = story.correct(at=50, start=16, kind="entity")
    story.correct(at=55, start=30, name="Order")
    story.rescind(earlier, at=60)
    assert story.reads("kind", 16, 29, 30) == [None, None, "entity"]
    assert story.names(16, 29, 30) == [None, None, "Order"]


def test_taking_back_a_rename_leaves_the_corrected_creation_alone() -> None:
    story = Ledger()
    story.edit(at=30, kind="entity", name="Order")
    rename = story.correct(at=40, start=30, name="Odrer")
    story.correct(at=50, start=16, kind="entity")
    assert story.names(16) == ["Odrer"]
    story.rescind(rename, at=60)
    assert story.names(15, 16, 30, 99) == [None, "Order", "Order", "Order"]
