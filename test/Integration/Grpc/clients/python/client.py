"""A client with gRPC's C core, for Python. Usage: client.py ADDRESS GENERATED-FOLDER. Prints a line of JSON for each thing that it tries.

Of the messages it knows those of reflection only; all others it learns from the server, as grpcurl does.
"""
import json
import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

address, generated = sys.argv[1:]
sys.path.insert(0, generated)
from grpc_reflection_v1 import reflection_pb2  # noqa: E402

TIMEOUT = 60


def say(what, value):
    print(json.dumps({"what": what, "value": value}), flush=True)


class Discovery:
    """Descriptors as the server tells them."""

    def __init__(self, channel, version):
        self.talk = channel.stream_stream(
            f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
            request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
        )
        self.pool = descriptor_pool.DescriptorPool()
        self.known = set()

    def ask(self, **questions):
        requests = [reflection_pb2.ServerReflectionRequest(**{name: value}) for name, value in questions.items()]
        return list(self.talk(iter(requests), timeout=TIMEOUT))

    def services(self):
        return [service.name for service in self.ask(list_services="")[0].list_services_response.service]

    def learn(self, symbol):
        files = [descriptor_pb2.FileDescriptorProto.FromString(data) for data in self.ask(file_containing_symbol=symbol)[0].file_descriptor_response.file_descriptor_proto]
        for file in sorted(files, key=lambda file: len(file.dependency)):
            if file.name not in self.known:
                self.known.add(file.name)
                self.pool.Add(file)

    def message(self, name):
        return message_factory.MessageFactory(self.pool).GetPrototype(self.pool.FindMessageTypeByName(name))

    def method(self, channel, service, name):
        self.learn(service)
        method = self.pool.FindServiceByName(service).FindMethodByName(name)
        request, response = self.message(method.input_type.full_name), self.message(method.output_type.full_name)
        kind = channel.unary_stream if name in ("ExecuteStream", "Watch") else channel.unary_unary
        return kind(f"/{service}/{name}", request_serializer=request.SerializeToString, response_deserializer=response.FromString), request


def as_json(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True, including_default_value_fields=True)


def failure(call, found):
    trailers = dict(call.trailing_metadata())
    details = []
    if "grpc-status-details-bin" in trailers:
        found.learn("google.rpc.Status")
        found.learn("google.rpc.BadRequest")
        status = found.message("google.rpc.Status").FromString(trailers["grpc-status-details-bin"])
        for one in status.details:
            detail = found.message(one.type_url.split("/")[-1])()
            assert one.Unpack(detail)
            details.append(as_json(detail))
    return {"code": call.code().name, "message": call.details(), "details": details}


def attempt(method, request, found, **options):
    try:
        return as_json(method(request, timeout=options.pop("timeout", TIMEOUT), **options))
    except grpc.RpcError as error:
        return failure(error, found)


def short(event):
    kind = event.WhichOneof("event")
    if kind == "output":
        return f"{event.output.stage} {event.output.stream} {event.output.data.decode()}"
    return f"started {event.started.stage}" if kind == "started" else f"finished {event.finished.verdict}"


def main():
    channel = grpc.insecure_channel(address, options=[("grpc.max_receive_message_length", 64 << 20)])
    found = Discovery(channel, "v1")
    say("services", found.services())
    say("services v1alpha", Discovery(channel, "v1alpha").services())
    answers = found.ask(file_by_filename="nothing.proto", file_containing_symbol="hotcell.v1.ExecuteRequest")
    say("two questions", [answers[0].error_response.error_code, len(answers[1].file_descriptor_response.file_descriptor_proto)])

    execute, Request = found.method(channel, "hotcell.v1.CodeExecutor", "Execute")
    say("execute", attempt(execute, Request(language="python", code="print(input())", input="hé\n"), found))
    say("wrong", attempt(execute, Request(language="pythn", timeout_seconds=500), found))
    say("deadline", attempt(execute, Request(language="bash", code="sleep 30"), found, timeout=0.7)["code"])
    say("packed", len(attempt(execute, Request(language="bash", code="tr a b", input="a" * 100_000), found, compression=grpc.Compression.Gzip)["stdout"]))
    say("deflated", attempt(execute, Request(language="bash", code="", input="a" * 100_000), found, compression=grpc.Compression.Deflate)["code"])

    stream, _ = found.method(channel, "hotcell.v1.CodeExecutor", "ExecuteStream")
    say("stream", [short(event) for event in stream(Request(language="bash", code="echo out; sleep 0.3; echo err >&2; exit 3"), timeout=TIMEOUT)])

    call = stream(Request(language="bash", code="echo begun; sleep 60"), timeout=TIMEOUT)
    events = []
    try:
        for event in call:
            events.append(short(event))
            if event.WhichOneof("event") == "output":
                call.cancel()
    except grpc.RpcError as error:
        say("cancelled", {"code": error.code().name, "events": events})

    health, _ = found.method(channel, "hotcell.v1.CodeExecutor", "Health")
    say("health", attempt(health, found.message("hotcell.v1.HealthRequest")(), found)["status"])
    check, Check = found.method(channel, "grpc.health.v1.Health", "Check")
    say("check", attempt(check, Check(service="hotcell.v1.CodeExecutor"), found))
    say("check nobody", attempt(check, Check(service="nobody"), found)["code"])
    watch, _ = found.method(channel, "grpc.health.v1.Health", "Watch")
    watching = watch(Check(), timeout=TIMEOUT)
    say("watch", as_json(next(watching)))
    watching.cancel()

    # Many calls on one connection.
    results = [None] * 50
    def one(i):
        results[i] = attempt(execute, Request(language="bash", code=f"echo {i}"), found).get("stdout")
    threads = [threading.Thread(target=one, args=(i,)) for i in range(len(results))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    say("many", results == [f"{i}\n" for i in range(len(results))])


main()
