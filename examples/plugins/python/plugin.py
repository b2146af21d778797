# SPDX-License-Identifier: Apache-2.0
"""A backend of Berth: an environment is a folder, a command is a group of processes of this machine.

It declares what it lacks: isolation, recovery, containers. What a plugin may leave out it leaves to the runner. One
promise it breaks: a process that begins a session of its own, as `setsid` does, outlives its environment."""
import hmac, itertools, os, platform, re, secrets, signal, subprocess, sys, tempfile, threading, time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import connection

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from berth.backend.v1beta1 import backend_pb2 as b, capabilities_pb2 as c, environments_pb2 as e, executions_pb2 as x
from berth.backend.v1beta1 import backend_pb2_grpc, environments_pb2_grpc, executions_pb2_grpc

NAME = "berth-backend-example"
ROOM, GRACE, DAY = 4 << 20, 5, 86400  # bytes of output that are kept for readers, seconds, seconds
READY, REMOVING, REMOVED = e.Environment.READY, e.Environment.REMOVING, e.Environment.REMOVED
SIGNALS = {c.INTERRUPT: signal.SIGINT, c.TERMINATE: signal.SIGTERM, c.KILL: signal.SIGKILL}
CAPABILITIES = c.Capabilities(
    isolation=c.NO_ISOLATION, recovery=c.NO_RECOVERY, signals=list(SIGNALS), input=True, files_by_commands=True,
    limits=c.Limits(retained_bytes=ROOM, batch_bytes=2 << 20, max_lease={"seconds": DAY}, min_lease={"seconds": 1}))
PLATFORM = b.Platform(os="Linux", arch={"x86_64": "X64", "aarch64": "ARM64"}.get(platform.machine(), "ARM"))
CODES = {"BAD_ID": "INVALID_ARGUMENT", "BAD_FIELD": "INVALID_ARGUMENT", "ENVIRONMENT_UNKNOWN": "NOT_FOUND",
         "EXECUTION_UNKNOWN": "NOT_FOUND", "ID_REUSED": "ALREADY_EXISTS", "METHOD": "UNIMPLEMENTED",
         "OUTPUT_FORGOTTEN": "OUT_OF_RANGE"}

# Ends the process groups that it was told of last, and a folder, when the plugin lets go of it or is gone.
CARETAKER = 'while read -r line; do groups=$line; done; kill -9 $groups; chmod -R u+rwX "$0"; rm -rf "$0"'


def require(context, holds, reason, problem):
    """Ends a call unless something holds. The runner acts on the reason, a person reads the problem."""
    if not holds:
        context.set_trailing_metadata((("berth-reason", reason),))
        context.abort(grpc.StatusCode[CODES.get(reason, "FAILED_PRECONDITION")], problem)


def check(context, request, name):
    require(context, re.fullmatch(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,128}", name), "BAD_ID", f"`{name}` is no id")
    require(context, not request.required_features, "FEATURE_UNKNOWN", "this plugin has no features")


def seconds(duration):
    return duration.ToTimedelta().total_seconds()


class Execution:
    """A command, and what it wrote that no reader has called durable."""

    def __init__(self, request, environment):
        self.request, self.environment, self.result, self.signalled = request, environment, None, False
        self.ended, self.lock = threading.Event(), threading.Lock()
        self.kept, self.start, self.open = bytearray(), 0, True  # output from position `start` on
        try:
            self.process = subprocess.Popen(
                list(request.command), env=dict(request.env), cwd=request.directory, start_new_session=True,
                stdin=subprocess.PIPE if request.input else subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            environment.signal(self.process.pid)
            os.set_blocking(self.process.stdout.fileno(), False)
            threading.Thread(target=self.wait, daemon=True).start()
        except OSError as failure:
            self.open = False
            code = 127 if isinstance(failure, (FileNotFoundError, NotADirectoryError)) else 126
            self.end(not_started={"code": code, "problem": f"`{request.command[0]}`: {failure}"})

    def wait(self):
        limit, begun = seconds(self.request.limit) or threading.TIMEOUT_MAX, time.monotonic()
        timer = threading.Timer(limit, self.signal, [signal.SIGKILL])
        timer.start()
        code = self.process.wait()
        timer.cancel()
        self.environment.signal(self.process.pid, signal.SIGKILL if self.signalled else 0)  # and all that it left
        if self.environment.state != READY:
            self.end(environment_lost={"problem": self.environment.problem})
        elif time.monotonic() - begun >= limit:
            self.end(timed_out=self.request.limit)
        else:
            self.end(**{"exited": code} if code >= 0 else {"signalled": -code})

    def end(self, **how):
        self.result, self.closing = x.Result(**how), time.monotonic() + GRACE
        self.ended.set()

    def signal(self, number):
        if not self.result or number == signal.SIGKILL and self.process.pid in self.environment.groups:
            self.signalled = True
            self.environment.signal(self.process.pid, number)

    def signal_in_turn(self, steps):
        for step in steps:
            self.signal(SIGNALS[step.signal])
            self.ended.wait(seconds(step.patience))

    def take(self):
        """Moves output from the pipe to what is kept. Without room it stays there, and the command waits."""
        if not self.open or len(self.kept) >= ROOM:
            return time.sleep(0.005)
        last = self.result and time.monotonic() > self.closing
        connection.wait([self.process.stdout], 0 if last else 0.1)
        with self.lock, suppress(BlockingIOError):
            data = os.read(self.process.stdout.fileno(), 1 << 20)  # no pipe holds more
            self.kept += data
            self.open = bool(data)
        self.open = self.open and not last


class Environment:
    def __init__(self, request, base):
        self.request, self.owner, self.executions, self.groups = request, request.owner, {}, set()
        self.state, self.problem, self.removed, self.lock = READY, "", None, threading.Lock()
        root = tempfile.mkdtemp(dir=base)
        name = re.sub(r"[^A-Za-z0-9._-]", "_", request.plan.name).strip(".") or "work"
        paths = b.Paths(workspace=f"{root}/work/{name}", temp=f"{root}/temp", tool_cache=f"{root}/tools",
                        actions=f"{root}/actions")
        for _, path in paths.ListFields():
            os.makedirs(path)
        self.layout = e.Layout(os=PLATFORM.os, arch=PLATFORM.arch, paths=paths,
                               env={"PATH": os.environ.get("PATH", os.defpath), "HOME": root})
        self.caretaker = subprocess.Popen(["sh", "-c", CARETAKER, root], stdin=subprocess.PIPE, bufsize=0,
                                          stderr=subprocess.DEVNULL, start_new_session=True)
        self.renew(request.lease)

    def renew(self, lease):
        bound = self.request.until.ToNanoseconds() / 1e9 or float("inf")
        self.lease_end = min(time.time() + min(max(seconds(lease), 1), DAY), bound)

    def message(self):
        return e.Environment(id=self.request.environment_id, state=self.state, owner=self.owner,
                             problem=self.problem, layout=self.layout if self.state == READY else None,
                             lease_end={"seconds": round(self.lease_end)})

    def signal(self, group, number=0):
        """Signals a group of processes, and tells the caretaker whether there is any left."""
        with self.lock, suppress(ValueError):  # it was let go
            try:
                self.groups.add(group)
                os.killpg(group, number)
            except ProcessLookupError:
                self.groups.remove(group)
            self.caretaker.stdin.write(b" ".join(b"-%d" % each for each in self.groups) + b"\n")

    def end(self, problem):
        self.state, self.problem = REMOVING, problem
        with self.lock:
            self.caretaker.stdin.close()
        self.caretaker.wait()
        self.state, self.removed, self.executions = REMOVED, self.removed or time.monotonic(), {}


class Plugin(backend_pb2_grpc.BackendServicer, environments_pb2_grpc.EnvironmentsServicer,
             executions_pb2_grpc.ExecutionsServicer):
    def __init__(self, base):
        self.base, self.secret, self.instance = base, secrets.token_bytes(16), secrets.token_hex(8)
        self.sessions, self.environments, self.lock = {}, {}, threading.Lock()

    def find(self, context, name, fence=None):
        """Returns an environment of the runner that calls, or nothing, and the key that it has."""
        session = dict(context.invocation_metadata()).get("berth-session")
        require(context, session in self.sessions, "SESSION_UNKNOWN", "configure again")
        found = self.environments.get((self.sessions[session], name))
        require(context, not found or fence is None or fence >= found.owner.fence, "STALE_OWNER", "it was taken over")
        return found, (self.sessions[session], name)

    def environment(self, context, name, states=(READY,)):
        found, _ = self.find(context, name)
        require(context, found, "ENVIRONMENT_UNKNOWN", f"there is no environment `{name}`")
        require(context, found.state in states, "ENVIRONMENT_NOT_READY", f"environment `{name}`: {found.problem}")
        return found

    def execution(self, context, request):
        found = self.environment(context, request.environment_id).executions.get(request.execution_id)
        require(context, found, "EXECUTION_UNKNOWN", f"there is no execution `{request.execution_id}`")
        return found

    def tend(self):
        for key, found in list(self.environments.items()):
            if found.state == READY and time.time() > found.lease_end:
                found.end("its lease ran out")
            elif found.removed and time.monotonic() > found.removed + 600:
                del self.environments[key]

    def GetInfo(self, request, context):
        require(context, "v1beta1" in request.versions, "VERSION_UNKNOWN", "this plugin speaks v1beta1")
        return b.GetInfoResponse(version="v1beta1", name=NAME, software_version="1", instance=self.instance,
                                 capabilities=CAPABILITIES, platform=PLATFORM)

    def Configure(self, request, context):
        unknown = [b.Violation(path=key, problem="this key is not known") for key in request.configuration.fields]
        session = hmac.new(self.secret, request.runner.id.encode(), "sha256").hexdigest()
        self.sessions[session] = request.runner.id
        return b.ConfigureResponse(violations=unknown, session="" if unknown else session, capabilities=CAPABILITIES)

    def CreateEnvironment(self, request, context):
        check(context, request, request.environment_id)
        with self.lock:
            found, key = self.find(context, request.environment_id)
            found = self.environments[key] = found or Environment(request, self.base)
        require(context, found.request == request and found.state == READY, "ID_REUSED", "the id was used before")
        yield e.CreateEnvironmentResponse(ready=found.message())

    def GetEnvironment(self, request, context):
        return self.environment(context, request.environment_id, e.Environment.State.values()).message()

    def RenewLeases(self, request, context):
        found = [self.find(context, name, request.fence)[0] for name in request.environment_ids]
        found = [each for each in found if each and each.state == READY]
        for each in found:
            each.renew(request.lease)
        return e.RenewLeasesResponse(environment_ids=[each.request.environment_id for each in found])

    def RemoveEnvironment(self, request, context):
        found, _ = self.find(context, request.environment_id, request.fence)
        if existed := bool(found) and found.state != REMOVED:
            found.end("it was removed")
        return e.RemoveEnvironmentResponse(existed=existed)

    def Start(self, request, context):
        check(context, request, request.execution_id)
        require(context, request.command, "BAD_FIELD", "a command is needed")
        require(context, request.output == x.StartRequest.MERGED, "METHOD", "there is one stream of output")
        with self.lock:
            found = self.environment(context, request.environment_id)
            run = found.executions.get(request.execution_id) or Execution(request, found)
            found.executions[request.execution_id] = run
        require(context, run.request == request, "ID_REUSED", f"`{request.execution_id}` is another command")
        return x.StartResponse()

    def Poll(self, request, context):
        run, at = self.execution(context, request), getattr(request, "from").offset
        deadline = time.monotonic() + min(seconds(request.wait), 60)
        while time.monotonic() < deadline and context.is_active():
            with run.lock:
                stored = max(0, min(request.durable.offset - run.start, len(run.kept)))
                del run.kept[:stored]
                run.start += stored
                ahead = at - run.start
                require(context, 0 <= ahead <= len(run.kept), "OUTPUT_FORGOTTEN", f"{at} is not kept")
                if piece := bytes(run.kept[ahead:ahead + request.max_bytes]):
                    return x.PollResponse(chunk=x.Chunk(at=x.Position(offset=at), bytes=piece))
                if run.result and not run.open:
                    return x.PollResponse(result=run.result)
            run.take()
        return x.PollResponse()

    def Write(self, requests, context):
        run = self.execution(context, first := next(requests))
        with suppress(BrokenPipeError), run.process.stdin as pipe:
            pipe.writelines(part.bytes for part in itertools.chain([first], requests))
        return x.WriteResponse()

    def Signal(self, request, context):
        run = self.execution(context, request)
        require(context, request.steps and all(s.signal in SIGNALS for s in request.steps), "BAD_FIELD", "bad signal")
        threading.Thread(target=run.signal_in_turn, args=(request.steps,), daemon=True).start()
        return x.SignalResponse()

    def Get(self, request, context):
        run = self.execution(context, request)
        run.ended.wait(min(seconds(request.wait), 60))
        return x.GetResponse(result=run.result)

    def Forget(self, request, context):
        executions = self.environment(context, request.environment_id).executions
        if (run := executions.get(request.execution_id)) and run.result:
            executions.pop(request.execution_id, None)
        return x.ForgetResponse()


def main():
    managed = os.environ.get("BERTH_BACKEND_PLUGIN") == "berth" and len(sys.argv) == 1
    if not managed and sys.argv[1:2] != ["--address"]:
        sys.exit(f"{NAME} is a backend of Berth: name it in Berth's configuration, or give --address unix:///path")
    address = f"unix://{os.environ['PLUGIN_UNIX_SOCKET_DIR']}/{os.getpid()}.sock" if managed else sys.argv[2]
    plugin, server, healthy = Plugin(tempfile.mkdtemp()), grpc.server(ThreadPoolExecutor(1000)), health.HealthServicer()
    backend_pb2_grpc.add_BackendServicer_to_server(plugin, server)
    environments_pb2_grpc.add_EnvironmentsServicer_to_server(plugin, server)
    executions_pb2_grpc.add_ExecutionsServicer_to_server(plugin, server)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    for name in "", "plugin", *map("berth.backend.v1beta1.{}".format, ("Backend", "Environments", "Executions")):
        healthy.set(name, health_pb2.HealthCheckResponse.SERVING)
    os.makedirs(os.path.dirname(address.removeprefix("unix://")), mode=0o700, exist_ok=True)
    mask = os.umask(0o177)  # the socket is for this user alone
    server.add_insecure_port(address)
    os.umask(mask)
    server.start()
    print(f"1|1|unix|{address.removeprefix('unix://')}|grpc|", flush=True)
    stopped, parent = threading.Event(), os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    while not stopped.wait(1) and not (managed and os.getppid() != parent):
        plugin.tend()
    healthy.enter_graceful_shutdown()
    server.stop(5).wait()
    for found in plugin.environments.values():
        found.end("the plugin was stopped")
    os.rmdir(plugin.base)


main()
