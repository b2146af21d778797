# SPDX-License-Identifier: Apache-2.0
"""A plugin of Forgejo's runner: environments are folders, commands are processes of this machine.

It isolates nothing, and a command that leaves its process group outlives its environment.
"""
import argparse
import contextlib
import io
import os
import platform
import re
import secrets
import selectors
import shutil
import signal
import subprocess
import tarfile
import threading
import time
from concurrent import futures

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from plugin.v1alpha import backend_plugin_pb2 as pb, backend_plugin_pb2_grpc

NAME = "berth-backend-example"
PIECE = 256 << 10
GRACE = 5  # seconds that a child which was left behind may hold the output open
ID = re.compile(r"[0-9a-f]{24}")
INVALID, NOT_FOUND = grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND


class Environment:
    """A folder, and the commands that run in it."""

    def __init__(self, folder):
        self.folder = folder
        self.lock = threading.Lock()
        self.running = set()
        self.removed = False

    def kill(self, process):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def end(self):
        with self.lock:
            self.removed = True
            running = list(self.running)
        for process in running:
            self.kill(process)


class Plugin(backend_plugin_pb2_grpc.BackendPluginServicer):
    def __init__(self, folder):
        self.folder = folder
        self.environments = {}

    def environment(self, id, context):
        found = self.environments.get(id)
        if found is None:
            context.abort(NOT_FOUND, f"there is no environment `{id}`")
        return found

    def Capabilities(self, request, context):
        return pb.CapabilitiesResponse(name=NAME)

    def Create(self, request, context):
        """Says where things will be; Start makes them."""
        if request.services:
            wanted = request.services[0].name
            context.abort(INVALID, f"the job wants the service `{wanted}`: this plugin starts no containers")
        if request.image:
            context.abort(INVALID, f"the label wants the image `{request.image}`: environments here are this machine")
        id = secrets.token_hex(12)
        folder = os.path.join(self.folder, id)
        self.environments[id] = Environment(folder)
        limit = request.environment_timeout.ToTimedelta().total_seconds()
        if limit > 0:
            timer = threading.Timer(limit, self.discard, [id])
            timer.daemon = True
            timer.start()
        return pb.CreateResponse(
            environment_id=id, root_path=f"{folder}/work", act_path=f"{folder}/act", temp_path=f"{folder}/temp",
            tool_cache_path=f"{self.folder}/tools",  # shared: what is there serves every job
            os=platform.system().lower(), arch=platform.machine())

    def Start(self, request, context):
        folder = self.environment(request.environment_id, context).folder
        for part in ("work", "act", "temp", "home", "../tools"):
            os.makedirs(os.path.join(folder, part), mode=0o700, exist_ok=True)
        told = f"Environment {request.environment_id} is the folder {folder}\n"
        yield pb.StartOutput(data=pb.DataChunk(data=told.encode()))
        variables = {"PATH": os.environ["PATH"], "HOME": f"{folder}/home"}
        yield pb.StartOutput(start_complete=pb.StartComplete(image_env=variables))

    def Exec(self, request, context):
        """Runs a command to its end. The caller who leaves, and the end of the environment, kill it."""
        environment = self.environment(request.environment_id, context)
        if not request.command:
            context.abort(INVALID, "the command has no words")
        try:
            process = self.begin(request, environment)
        except OSError as failure:
            yield pb.ExecOutput(exec_failed=pb.ExecFailed(error_message=str(failure)))
            return
        if not context.add_callback(lambda: environment.kill(process)):
            environment.kill(process)
        try:
            with process.stdout, process.stderr, contextlib.closing(output(process)) as pieces:
                for stream, data in pieces:
                    yield pb.ExecOutput(data=pb.DataChunk(stream=stream, data=data))
        finally:
            environment.kill(process)  # and what it left behind
            code = process.wait()
            environment.running.discard(process)
        if environment.removed:
            context.abort(NOT_FOUND, f"environment `{request.environment_id}` was removed")
        yield pb.ExecOutput(exec_complete=pb.ExecComplete(exit_code=code if code >= 0 else 128 - code))

    def begin(self, request, environment):
        user = request.user if request.HasField("user") else None
        with environment.lock:
            if environment.removed:
                raise OSError("the environment was removed")
            process = subprocess.Popen(
                list(request.command), cwd=request.workdir, env=dict(request.env), user=user, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
            environment.running.add(process)
            return process

    def CopyIn(self, chunks, context):
        """Unpacks an archive. The answer comes when all of it is there."""
        first = next(chunks, pb.CopyInChunk())
        if not (first.HasField("environment_id") and first.HasField("dest_path")):
            context.abort(INVALID, "the first message of a copy says where it goes: environment_id and dest_path")
        self.environment(first.environment_id, context)
        source = Received(first.data, chunks)
        try:
            os.makedirs(first.dest_path, exist_ok=True)
            with tarfile.open(fileobj=source, mode="r|", bufsize=PIECE) as archive:
                archive.extractall(first.dest_path, filter=inside)
            while source.readinto(bytearray(PIECE)):
                pass
        except (OSError, ValueError, tarfile.TarError) as failure:
            context.abort(INVALID, f"the archive cannot be unpacked in `{first.dest_path}`: {failure}")
        return pb.CopyInResponse()

    def CopyOut(self, request, context):
        """Packs a file or folder; its first entry has the base name of the path."""
        self.environment(request.environment_id, context)
        if not os.path.lexists(request.src_path):
            context.abort(NOT_FOUND, f"there is no `{request.src_path}`")
        reads, writes = os.pipe()
        failures = []

        def pack():
            try:
                with open(writes, "wb", PIECE) as sink, tarfile.open(fileobj=sink, mode="w|") as archive:
                    archive.add(request.src_path, os.path.basename(request.src_path.rstrip("/")))
            except (OSError, tarfile.TarError) as failure:
                failures.append(failure)

        packer = threading.Thread(target=pack)
        packer.start()
        try:
            with open(reads, "rb", 0) as source:
                while data := source.read(PIECE):
                    yield pb.CopyOutChunk(data=data)
        finally:
            packer.join()
        if failures:
            context.abort(grpc.StatusCode.INTERNAL, str(failures[0]))

    def Remove(self, request, context):
        """Also takes ids of an earlier process of this plugin, and such as never were."""
        self.discard(request.environment_id)
        return pb.RemoveResponse()

    def discard(self, id):
        environment = self.environments.pop(id, None)
        if environment:
            environment.end()
        if ID.fullmatch(id):
            shutil.rmtree(os.path.join(self.folder, id), ignore_errors=True)


def output(process):
    """Gives what a command writes, stream by stream. A slow reader makes the command wait."""
    deadline = float("inf")
    with open(os.pidfd_open(process.pid)) as ended, selectors.DefaultSelector() as ready:
        ready.register(ended, selectors.EVENT_READ)
        for stream, pipe in enumerate((process.stdout, process.stderr)):
            ready.register(pipe, selectors.EVENT_READ, stream)
        pipes = 2
        while pipes and time.monotonic() < deadline:
            for key, _ in ready.select(None if deadline == float("inf") else deadline - time.monotonic()):
                if key.fileobj is ended:
                    deadline = time.monotonic() + GRACE
                elif data := os.read(key.fd, PIECE):
                    yield key.data, data
                    continue
                else:
                    pipes -= 1
                ready.unregister(key.fileobj)


class Received(io.RawIOBase):
    """The archive in the messages of a copy."""

    def __init__(self, first, chunks):
        self.rest, self.chunks = first, chunks

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.rest:
            chunk = next(self.chunks, None)
            if chunk is None:
                return 0
            if chunk.HasField("environment_id") or chunk.HasField("dest_path"):
                raise ValueError("only the first message of a copy says where it goes")
            self.rest = chunk.data
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def inside(member, folder):
    """Refuses what leads out of the folder; links may point anywhere, hard links may not."""
    check = tarfile.data_filter if member.islnk() else tarfile.tar_filter
    return check(member, folder)


def main():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", required=True, help="unix:///path; who can open the socket can run commands")
    parser.add_argument("--folder", default=os.path.join(cache, NAME), help="where environments are made")
    options = parser.parse_args()
    if not options.address.startswith("unix:///"):
        parser.error("the protocol has no passwords, so this serves no port: give unix:///path")
    path = options.address.removeprefix("unix://")
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    plugin = Plugin(os.path.abspath(options.folder))
    server = grpc.server(futures.ThreadPoolExecutor(100), options=[
        ("grpc.max_receive_message_length", 32 << 20),
        # Forgejo's runner asks every 30 seconds whether the connection lives; gRPC would hang up.
        ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
        ("grpc.keepalive_permit_without_calls", 1)])
    backend_plugin_pb2_grpc.add_BackendPluginServicer_to_server(plugin, server)
    healthy = health.HealthServicer()
    healthy.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    mask = os.umask(0o177)  # nobody else may open the socket, from the first moment on
    server.add_insecure_port("unix:" + path)
    os.umask(mask)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    server.start()
    print("serving at", options.address, flush=True)
    stop.wait()
    healthy.enter_graceful_shutdown()
    for id in list(plugin.environments):
        plugin.discard(id)
    server.stop(2).wait()


if __name__ == "__main__":
    main()
