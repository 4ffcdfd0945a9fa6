"""A tool in Python: an activity of the tool's name, which gets one argument, on a task queue of its own."""
import asyncio, os, statistics
from contextvars import ContextVar
from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import ActivityInboundInterceptor, Interceptor, Worker

KEY: ContextVar[str] = ContextVar("idempotency_key")

class ReadKey(Interceptor):
    def intercept_activity(self, next):
        class Inbound(ActivityInboundInterceptor):
            async def execute_activity(self, input):
                KEY.set(activity.payload_converter().from_payload(input.headers["everycall-idempotency-key"], str))
                return await self.next.execute_activity(input)
        return Inbound(next)

@activity.defn
async def describe_numbers(args: dict) -> dict:
    if len(args["numbers"]) < 2:  # Told to the model, and not tried again.
        raise ApplicationError("at least two numbers are needed", non_retryable=True)
    mean, spread = statistics.fmean(args["numbers"]), statistics.stdev(args["numbers"])
    return {"mean": round(mean, args["digits"]), "stdev": round(spread, args["digits"]), "key": KEY.get()}

async def main():
    address, namespace = os.getenv("TEMPORAL_ADDRESS", "127.0.0.1:7233"), os.getenv("TEMPORAL_NAMESPACE", "default")
    client = await Client.connect(address, namespace=namespace)
    async with Worker(client, task_queue="python", activities=[describe_numbers], interceptors=[ReadKey()]):
        print("python worker ready", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
