"""A client with gRPC's C core that sends an API key as metadata. Usage: keys.py ADDRESS GENERATED-FOLDER KEY. Prints a line for each way that it tries."""
import sys

import grpc

address, generated, key = sys.argv[1:]
sys.path.insert(0, generated)
from hotcell.v1.code_executor_pb2 import ExecuteRequest, ExecuteResponse  # noqa: E402

execute = grpc.insecure_channel(address).unary_unary(
    "/hotcell.v1.CodeExecutor/Execute", request_serializer=ExecuteRequest.SerializeToString, response_deserializer=ExecuteResponse.FromString)
request = ExecuteRequest(language="bash", code="echo in")
WAYS = {"none": (), "wrong": (("x-api-key", key + "x"),), "x-api-key": (("x-api-key", key),), "bearer": (("authorization", "Bearer " + key),)}
for way, metadata in WAYS.items():
    try:
        print(way, execute(request, timeout=60, metadata=metadata).stdout.strip(), flush=True)
    except grpc.RpcError as error:
        print(way, error.code().name, flush=True)
