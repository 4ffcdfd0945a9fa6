"""A worker whose tool does what the model says: what other people's workers return, raise and leave undone."""
import asyncio, os, sys, time
from temporalio import activity
from temporalio.api.common.v1 import Payload, WorkflowExecution
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

class Odd(Exception):
    pass

def raises(error):
    raise error

DOES = {
    "nan": lambda: {"mean": float("nan"), "most": float("inf")},
    "bytes": lambda: b"\x00\xff\x01",
    "none": lambda: None,
    "protobuf": lambda: WorkflowExecution(workflow_id="w", run_id="r"),
    "payload": lambda: Payload(metadata={"a": b"b"}, data=b"c"),
    "large": lambda: "x" * 1_500_000,
    "too_large": lambda: "x" * 3_000_000,
    "list": lambda: list(range(100)),
    "surrogate": lambda: "half \ud800",
    "object": lambda: object(),
    "odd": lambda: raises(Odd("odd words")),
    "empty": lambda: raises(ValueError()),
    "key": lambda: {}["missing"],
    "final": lambda: raises(ApplicationError("final words", type="Final", non_retryable=True)),
    "details": lambda: raises(ApplicationError("with details", float("nan"), object, non_retryable=True)),
    "nan_details": lambda: raises(ApplicationError("with details", {"at": float("nan")}, non_retryable=True)),
    "exit": lambda: raises(SystemExit(3)),
}

@activity.defn
async def odd(args: dict):
    does = args["does"]
    if does == "beat_nan":
        activity.heartbeat(float("nan"))
        await asyncio.sleep(60)
    if does == "die":
        activity.heartbeat("alive")
        os._exit(9)
    if does == "wait":
        print("waiting", flush=True)
        try:
            while True:
                activity.heartbeat()
                await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            print("cancelled", flush=True)
            raise
    return DOES[does]()

async def main():
    client = await Client.connect(os.environ["TEMPORAL_ADDRESS"])
    async with Worker(client, task_queue=sys.argv[1], activities=[odd]):
        print("ready", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
