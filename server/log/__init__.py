"""The log: the only way commits come in, and the plain ways to read them.

draft.py        what a room wants recorded: drafts, raw updates, answers, as one batch
preparation.py  draft -> commit: tx, recorded_at, periods, bytes, hash; pure
writer.py       the one writer of a stream, and what it knows of the stream's head
committer.py    everything that waited, for all streams of the process, in one call
flight.py       that call, and looking up what became of one whose answer was lost
lease.py        who may write a stream; the fence
codec.py        commit <-> canonical bytes
chain.py        does the chain of a stream hold?
reader.py       commits by stream, position or id; answers; what is due
documents.py    the stored bytes of a room's document
streams.py      models and their streams
recorder.py     the second door: eventsourcing applications on the same log
"""
