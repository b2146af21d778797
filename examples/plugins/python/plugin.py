# SPDX-License-Identifier: Apache-2.0
"""A backend of Berth: environments are folders, commands are processes of this machine."""
import argparse, contextlib, fcntl, hashlib, hmac, inspect, json, os, platform, re, secrets, select, shutil
import signal, subprocess, sys, tarfile, tempfile, threading, time
from concurrent import futures

import grpc
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from berth.backend.v1beta1 import backend_pb2 as b, backend_pb2_grpc, capabilities_pb2 as c
from berth.backend.v1beta1 import environments_pb2 as e, environments_pb2_grpc
from berth.backend.v1beta1 import executions_pb2 as x, executions_pb2_grpc, files_pb2 as f, files_pb2_grpc

NAME, ROOM, BATCH, PIECE = "berth-backend-example", 4 << 20, 2 << 20, 64 << 10
KEEPER = [sys.executable, "-ISX", "utf8", os.path.join(os.path.dirname(os.path.abspath(__file__)), "keeper.py")]
CAPABILITIES = c.Capabilities(
    isolation=c.NO_ISOLATION, recovery=c.NO_RECOVERY, signals=[c.INTERRUPT, c.TERMINATE, c.KILL],
    limits=c.Limits(retained_bytes=ROOM, batch_bytes=BATCH, max_lease={"seconds": 86400}, min_lease={"seconds": 1}))
ARCH = {"x86_64": "X64", "aarch64": "ARM64", "armv7l": "ARM"}.get(platform.machine(), "X86")
ID, LISTED = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,128}$"), (e.Environment.READY, e.Environment.EXPIRED)
CODES = {"BAD_ID": 3, "BAD_FIELD": 3, "BAD_ENTRY": 3, "FRAME_ORDER": 3, "FILE_UNKNOWN": 5, "ENVIRONMENT_UNKNOWN": 5,
         "EXECUTION_UNKNOWN": 5, "ID_REUSED": 6, "TOO_LARGE": 8, "TOO_MANY_FILES": 8, "STORAGE_FULL": 8,
         "OUTPUT_FORGOTTEN": 11, "METHOD": 12, "PLUGIN_BUG": 13, "DRAINING": 14, "COPY_DAMAGED": 15, "BAD_TOKEN": 16}
FAULTS = {"FILE_FAILED": "WORKFLOW", "FILE_UNKNOWN": "WORKFLOW", "TOO_MANY_FILES": "WORKFLOW", "DRAINING": "CONFIGURATION",
          "STORAGE_FULL": "PLATFORM", "ENVIRONMENT_NOT_READY": "PLATFORM", "COPY_DAMAGED": "PLATFORM", "METHOD": "PLUGIN",
          "PLUGIN_BUG": "PLUGIN", "BAD_TOKEN": "CONFIGURATION", "VERSION_UNKNOWN": "CONFIGURATION"}


class Refusal(Exception):
    def __init__(self, reason, problem, **more):
        super().__init__(problem)
        info, detail = error_details_pb2.ErrorInfo(domain="backend.berth.dev", reason=reason, metadata=more), any_pb2.Any()
        info.metadata["fault"] = FAULTS.get(reason, "RUNNER")
        detail.Pack(info)
        self.status = rpc_status.to_status(status_pb2.Status(code=CODES.get(reason, 9), message=problem, details=[detail]))


def check(condition, reason, problem):
    if not condition:
        raise Refusal(reason, problem)


@contextlib.contextmanager
def refusing(context):
    try:
        yield
    except Refusal as refusal:
        context.abort_with_status(refusal.status)
    except OSError as failure:
        reason = "STORAGE_FULL" if failure.errno in (28, 122) else "FILE_FAILED"
        context.abort_with_status(Refusal(reason, str(failure)).status)


def served(service):
    """Gives each call the runner of its session, and turns what is raised into a status with a reason."""
    def wrap(name, method):
        def unary(self, request, context):
            with refusing(context):
                return method(self, request, self.runner(name, context), context)

        def stream(self, request, context):
            with refusing(context):
                yield from method(self, request, self.runner(name, context), context)
        return stream if inspect.isgeneratorfunction(method) else unary
    for name, method in list(vars(service).items()):
        if name[0].isupper():
            setattr(service, name, wrap(name, method))
    return service


def seconds(duration):
    return duration.seconds + duration.nanos / 1e9


def readable(pipe, patience):
    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    return bool(poll.poll(None if patience is None else max(0, patience) * 1000))


class Execution:
    """A command: its keeper holds the processes, this the output that nobody has called durable yet."""

    def __init__(self, request):
        self.request, self.changed, self.kept, self.base = request, threading.Condition(), bytearray(), 0
        self.result, self.ended, self.drained, self.late, self.lost = None, 0, False, False, ""
        spec = {"command": list(request.command), "env": dict(request.env), "directory": request.directory}
        self.keeper = subprocess.Popen(KEEPER, bufsize=0, start_new_session=True, env={}, stdin=-1, stdout=-1, stderr=-1)
        data = json.dumps(spec).encode()
        self.tell(b"%08d" % len(data) + data)
        for work in (self.pump, self.wait):
            threading.Thread(target=work, daemon=True).start()

    def tell(self, data):
        with contextlib.suppress(OSError):
            while data:
                data = data[self.keeper.stdin.write(data):]

    def pump(self):
        pipe, last = self.keeper.stdout.fileno(), False
        while not last:
            with self.changed:  # without room nobody empties the pipe, and the command waits
                self.changed.wait_for(lambda: len(self.kept) < ROOM or self.lost)
                last = self.ended and time.monotonic() > self.ended + 5
            if readable(pipe, 0 if last else 0.25):
                data = os.read(pipe, PIECE)
                last = last or not data
                with self.changed:
                    self.kept += data
                    self.changed.notify_all()
        with self.changed:
            self.drained = True
            self.changed.notify_all()
        while os.read(pipe, PIECE):
            pass  # what a child that was left behind still says is heard by nobody

    def wait(self):
        request, line = self.request, b""
        deadline = time.monotonic() + seconds(request.limit) if request.HasField("limit") else None
        while not line.endswith(b"\n"):
            if not readable(self.keeper.stderr, deadline and deadline - time.monotonic()):
                self.late, deadline = True, None
                self.tell(b"\x09")
                continue
            data = os.read(self.keeper.stderr.fileno(), PIECE)
            if not data:
                break
            line += data
        how, code, problem, *_ = line.decode(errors="replace").strip().split(" ", 2) + ["", ""]
        with self.changed:
            if self.lost or how not in ("exited", "signalled", "failed"):
                self.result = x.Result(environment_lost={"problem": self.lost or "the keeper of the command ended"})
            elif self.late:
                self.result = x.Result(timed_out=request.limit)
            elif how == "failed":
                self.result = x.Result(not_started={"code": int(code), "problem": problem})
            else:
                self.result = x.Result(**{how: int(code)})
            self.ended = time.monotonic()
            self.changed.notify_all()
        self.keeper.wait()

    def end(self, problem):
        with self.changed:
            self.lost = problem
            self.changed.notify_all()
        self.tell(b"\x09")

    def signal(self, steps):
        for step in steps:
            if not self.ended or step.signal == c.KILL:
                self.tell(bytes([{c.INTERRUPT: 2, c.TERMINATE: 15, c.KILL: 9}[step.signal]]))
            with self.changed:
                self.changed.wait_for(lambda: self.ended, seconds(step.patience))


class Environment:
    def __init__(self, request, base, tools):
        self.request, self.owner, self.lock, self.executions = request, request.owner, threading.RLock(), {}
        self.state, self.problem, self.gone, self.root = e.Environment.READY, "", 0, tempfile.mkdtemp(dir=base)
        name = re.sub(r"[^A-Za-z0-9._-]", "_", request.plan.name).strip(".") or "work"
        places = {"workspace": f"work/{name}", "temp": "temp", "actions": "actions", "home": "home"}
        places = {key: os.path.join(self.root, place) for key, place in places.items()}
        for place in places.values():
            os.makedirs(place)
        env = {key: os.environ[key] for key in ("PATH", "LANG", "TZ", "USER") if key in os.environ}
        self.layout = e.Layout(os="Linux", arch=ARCH, env={"PATH": os.defpath, **env, "HOME": places.pop("home")},
                               paths=b.Paths(tool_cache=tools, **places))
        self.renew(request.lease)

    def renew(self, lease):
        until = seconds(self.request.until) if self.request.HasField("until") else float("inf")
        self.lease_end = min(time.time() + min(max(seconds(lease) or 300, 1), 86400), until)

    def message(self):
        message = e.Environment(id=self.request.environment_id, state=self.state, owner=self.owner, problem=self.problem)
        message.lease_end.FromNanoseconds(int(self.lease_end * 1e9))
        if self.state == e.Environment.READY:
            message.layout.CopyFrom(self.layout)
        return message

    def stop(self, state, problem):
        with self.lock:
            self.state, self.problem = state, problem
            for run in self.executions.values():
                run.end(problem)
            for run in self.executions.values():
                run.keeper.wait(30)

    def remove(self, problem):
        with self.lock:
            if self.state != e.Environment.REMOVED:
                self.stop(e.Environment.REMOVING, problem)
                discard(self.root)
                self.state, self.gone = e.Environment.REMOVED, time.time()
                self.executions.clear()


def hold(folder):
    """Returns a lock on the folder of a plugin, or nothing if a plugin that lives has it."""
    mark = open(folder + ".lock", "w")
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return mark


def discard(root):
    subprocess.run(["chmod", "-R", "u+rwX", root], stderr=subprocess.DEVNULL)
    shutil.rmtree(root, ignore_errors=True)


def known(name):
    check(ID.match(name), "BAD_ID", f"`{name}` is no id: 1 to 128 letters, digits, `.`, `_` and `-`")


def absolute(path):
    check(path.startswith("/") and "\0" not in path, "BAD_FIELD", f"`{path}` is not an absolute path")
    return path


class Tar(tarfile.TarInfo):
    @classmethod
    def fromtarfile(cls, tar):
        try:
            return super().fromtarfile(tar)
        except tarfile.InvalidHeaderError as failure:  # which is otherwise taken for the end
            raise Refusal("BAD_ENTRY", f"the archive is damaged: {failure}")


def unpack(stream, root):
    os.makedirs(root, exist_ok=True)
    root, folders = os.path.realpath(root), []

    def inside(name):
        path = os.path.normpath(os.path.join(root, name))
        above = os.path.dirname(path) if path != root else root
        check(".." not in name.split("/") and (path + "/").startswith(root + "/") and os.path.realpath(above) == above,
              "BAD_ENTRY", f"`{name}` leads out of the folder it is unpacked in")
        return path
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=Tar) as tar:
            for entry in tar:
                path, link = inside(entry.name), entry.islnk() and inside(entry.linkname)
                check(entry.isfile() or entry.isdir() or entry.issym() or link and os.path.isfile(link), "BAD_ENTRY",
                      f"`{entry.name}` is no file, folder or link")
                if os.path.islink(path) or os.path.isfile(path):
                    os.unlink(path)
                entry.uid, entry.gid, entry.uname, entry.gname = os.getuid(), os.getgid(), "", ""
                if entry.isdir():
                    folders.append((path, entry.mode & 0o777 | 0o700))
                    entry.mode = 0o700
                tar.extract(entry, root, **({"filter": "fully_trusted"} if hasattr(tarfile, "data_filter") else {}))
    except tarfile.TarError as failure:
        raise Refusal("BAD_ENTRY", f"this is no archive: {failure}")
    for path, mode in reversed(folders):
        os.chmod(path, mode)


@served
class Plugin(backend_pb2_grpc.BackendServicer, environments_pb2_grpc.EnvironmentsServicer,
             executions_pb2_grpc.ExecutionsServicer, files_pb2_grpc.FilesServicer):
    def __init__(self, folder, token):
        self.token, self.instance, self.draining, self.changed = token, secrets.token_hex(8), False, threading.Condition()
        self.sessions, self.environments, self.lock = {}, {}, threading.RLock()
        self.tools, self.base = os.path.join(folder, "tools"), os.path.join(folder, "run-" + self.instance)
        os.makedirs(self.tools, mode=0o700, exist_ok=True)
        for name in os.listdir(folder):  # what plugins that are gone have left behind
            if name.startswith("run-") and not name.endswith(".lock") and hold(os.path.join(folder, name)):
                discard(os.path.join(folder, name))
                os.unlink(os.path.join(folder, name + ".lock"))
        self.mark = hold(self.base)
        os.mkdir(self.base, 0o700)

    def runner(self, call, context):
        said = dict(context.invocation_metadata())
        check(not self.token or hmac.compare_digest(said.get("authorization", ""), "Bearer " + self.token), "BAD_TOKEN",
              "this plugin wants a token")
        runner = self.sessions.get(said.get("berth-session"))
        check(runner or call in ("GetInfo", "Configure"), "SESSION_UNKNOWN", "this session is not known: configure again")
        return runner

    def environment(self, name, runner, *states):
        known(name)
        found = self.environments.get((runner, name))
        check(found, "ENVIRONMENT_UNKNOWN", f"there is no environment `{name}`")
        check(not states or found.state in states, "ENVIRONMENT_NOT_READY",
              f"environment `{name}` is {e.Environment.State.Name(found.state)}: {found.problem}")
        return found

    def owned(self, name, runner, fence):
        known(name)
        found = self.environments.get((runner, name))
        check(not found or fence >= found.owner.fence, "STALE_OWNER", f"environment `{name}` was taken over")
        return found

    def execution(self, request, runner):
        found = self.environment(request.environment_id, runner, *LISTED).executions.get(request.execution_id)
        check(found, "EXECUTION_UNKNOWN", f"there is no execution `{request.execution_id}`")
        return found

    def tend(self):
        """Ends what nobody renews, and forgets what was removed long ago."""
        for key, found in list(self.environments.items()):
            if found.state in LISTED and time.time() > found.lease_end:
                found.remove("its lease ran out")
            if found.gone and time.time() > found.gone + 600:
                self.environments.pop(key, None)

    def GetInfo(self, request, runner, context):
        check("v1beta1" in request.versions, "VERSION_UNKNOWN", "this plugin speaks v1beta1")
        return b.GetInfoResponse(version="v1beta1", name=NAME, software_version="1", instance=self.instance,
                                 capabilities=CAPABILITIES)

    def Configure(self, request, runner, context):
        known(request.runner.id)
        if request.configuration.fields:
            return b.ConfigureResponse(violations=unknown_keys(request.configuration))
        with self.lock:
            session = next((s for s, r in self.sessions.items() if r == request.runner.id), secrets.token_hex(16))
            self.sessions[session] = request.runner.id
        return b.ConfigureResponse(session=session, capabilities=CAPABILITIES)

    def ValidateLabels(self, request, runner, context):
        answer = b.ValidateLabelsResponse()
        for label in request.labels:
            wrong = unknown_keys(label.settings)
            if label.legacy:
                wrong = [b.Violation(problem=f"`{label.legacy}`: there is nothing to choose", remedy="leave it out")]
            answer.verdicts.append(b.LabelVerdict(violations=wrong) if wrong else b.LabelVerdict(
                normalised={}, platform=b.Platform(os="Linux", arch=ARCH), capabilities=CAPABILITIES, summary="a folder"))
        return answer

    def Plan(self, request, runner, context):
        plan = request.plan
        needs = [(c.JOB_CONTAINER, plan.job_container.where)] if plan.HasField("job_container") else []
        needs += [(c.SERVICE, service.where) for service in plan.services]
        needs += [(c.STEP_CONTAINER, where) for where in plan.step_containers]
        needs += [(c.IMAGE_BUILD, where) for where in plan.image_builds]
        return b.PlanResponse(unmet=[b.Unmet(layer=layer, where=where, problem="there are no containers here",
                                             remedy="run this job on a backend that has containers") for layer, where in needs])

    def WatchBackend(self, request, runner, context):
        while context.is_active():
            with self.changed:
                state = b.WatchBackendResponse.DRAINING if self.draining else b.WatchBackendResponse.READY
            yield b.WatchBackendResponse(state=state, heartbeat={"seconds": 15})
            with self.changed:
                self.changed.wait_for(lambda: self.draining and state == b.WatchBackendResponse.READY, 15)

    def CreateEnvironment(self, request, runner, context):
        known(request.environment_id)
        check(not request.required_features, "FEATURE_UNKNOWN", f"not known: {', '.join(request.required_features)}")
        check(not request.label.fields, "BAD_FIELD", "a label has no settings here")
        with self.lock:
            found = self.environments.get((runner, request.environment_id))
            check(not found or found.state in LISTED and found.request == request, "ID_REUSED",
                  f"environment `{request.environment_id}` was made by another request, or is removed")
            check(found or not self.draining, "DRAINING", "this plugin is being stopped")
            if not found:
                found = self.environments[runner, request.environment_id] = Environment(request, self.base, self.tools)
        yield e.CreateEnvironmentResponse(log=f"folder {found.root}")
        yield e.CreateEnvironmentResponse(ready=found.message())

    def GetEnvironment(self, request, runner, context):
        return self.environment(request.environment_id, runner).message()

    def ListEnvironments(self, request, runner, context):
        size = request.page_size if 0 < request.page_size < 100 else 100
        names = sorted(name for (owner, name), found in list(self.environments.items())
                       if owner == runner and name > request.page_token and found.state != e.Environment.REMOVED)
        return e.ListEnvironmentsResponse(environments=[self.environments[runner, name].message() for name in names[:size]],
                                          next_page_token=names[size - 1] if len(names) > size else "")

    def AdoptEnvironment(self, request, runner, context):
        found = self.environment(request.environment_id, runner, e.Environment.READY)
        self.owned(request.environment_id, runner, request.owner.fence).owner = request.owner
        return found.message()

    def RenewLeases(self, request, runner, context):
        found = [self.owned(name, runner, request.fence) for name in request.environment_ids]
        found = [each for each in found if each and each.state == e.Environment.READY]
        for each in found:
            each.renew(request.lease)
        return e.RenewLeasesResponse(environment_ids=[each.request.environment_id for each in found])

    def StopEnvironment(self, request, runner, context):
        self.owned(request.environment_id, runner, request.fence)
        self.environment(request.environment_id, runner, *LISTED).stop(e.Environment.EXPIRED, "it was stopped")
        return e.StopEnvironmentResponse()

    def RemoveEnvironment(self, request, runner, context):
        found = self.owned(request.environment_id, runner, request.fence)
        existed = bool(found) and found.state != e.Environment.REMOVED
        if found:
            found.remove("it was removed")
        return e.RemoveEnvironmentResponse(existed=existed)

    def Start(self, request, runner, context):
        known(request.execution_id)
        check(not request.required_features, "FEATURE_UNKNOWN", f"not known: {', '.join(request.required_features)}")
        check(request.output == x.StartRequest.MERGED and not request.input, "METHOD", "output is merged, and there is no input")
        check(request.command and request.directory.startswith("/"), "BAD_FIELD", "a command and an absolute folder are needed")
        found = self.environment(request.environment_id, runner, e.Environment.READY)
        with found.lock:
            self.environment(request.environment_id, runner, e.Environment.READY)
            run = found.executions.get(request.execution_id)
            check(not run or run.request == request, "ID_REUSED", f"`{request.execution_id}` is another command")
            found.executions[request.execution_id] = run or Execution(request)
        return x.StartResponse()

    def Read(self, requests, runner, context):
        first, window, broken = next(requests), 0, []
        check(first.HasField("open"), "FRAME_ORDER", "the first message opens")
        run, at = self.execution(first.open, runner), sum(place.offset for place in first.open.__getattribute__("from"))

        def take(request):
            nonlocal window
            with run.changed:
                window += request.window
                durable = min(max([place.offset for place in request.durable], default=0), run.base + len(run.kept))
                if durable > run.base:
                    del run.kept[:durable - run.base]
                    run.base = durable
                run.changed.notify_all()

        def listen():
            with contextlib.suppress(grpc.RpcError, Exception):
                for request in requests:
                    if request.HasField("open"):
                        broken.append(Refusal("FRAME_ORDER", "`open` belongs into the first message"))
                    take(request)

        def wake():
            with run.changed:
                run.changed.notify_all()
        check(context.add_callback(wake), "METHOD", "the reader has left")
        take(first)
        threading.Thread(target=listen, daemon=True).start()
        while context.is_active():
            with run.changed:
                end = run.base + len(run.kept)
                check(run.base <= at <= end, "OUTPUT_FORGOTTEN", f"output is kept from {run.base} to {end}, not at {at}")
                run.changed.wait_for(lambda: broken or not context.is_active() or at < run.base or (
                    window if at < run.base + len(run.kept) else run.drained and run.result))
                piece = bytes(run.kept[at - run.base:][:min(window, PIECE)]) if at >= run.base else b""
                window -= len(piece)
                over = not piece and at == run.base + len(run.kept) and run.drained and run.result
            if broken:
                raise broken[0]
            if over:
                yield x.ReadResponse(result=run.result)
                return
            if piece:
                yield x.ReadResponse(chunk=x.Chunk(at=x.Position(offset=at), bytes=piece))
                at += len(piece)

    def Write(self, requests, runner, context):
        raise Refusal("METHOD", "commands get no input here")

    def Signal(self, request, runner, context):
        run = self.execution(request, runner)
        check(request.steps and all(step.signal in CAPABILITIES.signals for step in request.steps), "BAD_FIELD", "no such signal")
        threading.Thread(target=run.signal, args=(request.steps,), daemon=True).start()
        return x.SignalResponse()

    def Get(self, request, runner, context):
        run = self.execution(request, runner)
        with run.changed:
            run.changed.wait_for(lambda: run.ended, min(seconds(request.wait), 60))
            return x.GetResponse(result=run.result)

    def List(self, request, runner, context):
        return x.ListResponse(execution_ids=list(self.environment(request.environment_id, runner, *LISTED).executions))

    def Forget(self, request, runner, context):
        executions = self.environment(request.environment_id, runner, *LISTED).executions
        if request.execution_id in executions and executions[request.execution_id].ended:
            del executions[request.execution_id]
        return x.ForgetResponse()

    def WriteFiles(self, request, runner, context):
        self.environment(request.environment_id, runner, *LISTED)
        check(sum(len(file.content) for file in request.files) <= BATCH, "TOO_LARGE", f"more than {BATCH} bytes of files")
        for file in request.files:
            os.makedirs(os.path.dirname(absolute(file.path)), exist_ok=True)
            with open(file.path, "wb") as out:
                out.write(file.content)
            if file.executable:
                os.chmod(file.path, 0o755)
        return f.WriteFilesResponse()

    def ReadFiles(self, request, runner, context):
        self.environment(request.environment_id, runner, *LISTED)
        answer, total = f.ReadFilesResponse(), 0
        for path in request.paths:
            file = answer.files.add()
            if os.path.isfile(absolute(path)):
                with open(path, "rb") as source:
                    file.content = source.read(min(request.max_bytes, BATCH + 1))
                file.exists, file.size = True, max(os.path.getsize(path), len(file.content))
            total += len(file.content)
            check(total <= BATCH, "TOO_LARGE", f"more than {BATCH} bytes of files")
        return answer

    def ListFiles(self, request, runner, context):
        self.environment(request.environment_id, runner, *LISTED)
        count = 0
        for entry in walk(absolute(request.directory), "", request.follow_links, []):
            count += 1
            check(count <= request.max, "TOO_MANY_FILES", f"`{request.directory}` holds more than {request.max} files")
            yield f.ListFilesResponse(entries=[entry])

    def HashFiles(self, request, runner, context):
        self.environment(request.environment_id, runner, *LISTED)
        for path in request.paths:
            answer = f.FileHash()
            if os.path.isfile(absolute(path)):
                with open(path, "rb") as source:
                    answer.sha256, answer.size = hashlib.file_digest(source, "sha256").digest(), os.fstat(source.fileno()).st_size
            yield f.HashFilesResponse(hashes=[answer])

    def CopyIn(self, requests, runner, context):
        first, state = next(requests), Arriving(requests)
        self.environment(first.environment_id, runner, *LISTED)
        state.take(first)
        unpack(state, absolute(first.directory))
        while state.read(PIECE):
            pass
        return f.CopyInResponse()

    def CopyOut(self, request, runner, context):
        self.environment(request.environment_id, runner, *LISTED)
        path, size, digest = absolute(request.path), 0, hashlib.sha256()
        check(os.path.lexists(path), "FILE_UNKNOWN", f"there is no `{path}`")
        folder, what = (path, ".") if os.path.isdir(path) else os.path.split(path)
        with subprocess.Popen(["tar", "--format=posix", "-C", folder, "-cf", "-", what], stdout=-1, stderr=-1) as tar:
            try:
                while data := tar.stdout.read(PIECE):
                    size += len(data)
                    digest.update(data)
                    yield f.CopyOutResponse(bytes=data)
                problem = tar.stderr.read().decode(errors="replace")
                check(tar.wait() == 0, "FILE_FAILED", f"`{path}` cannot be packed: {problem}")
            finally:
                tar.kill()
        yield f.CopyOutResponse(end=f.CopyEnd(size=size, sha256=digest.digest()))


class Arriving:
    """An archive on its way in, checked at its end."""

    def __init__(self, requests):
        self.requests, self.kept, self.size, self.digest, self.ended = requests, b"", 0, hashlib.sha256(), False

    def take(self, request):
        self.kept, self.size = request.bytes, self.size + len(request.bytes)
        self.digest.update(request.bytes)
        self.ended = request.HasField("end")
        check(not self.ended or (request.end.size, request.end.sha256) == (self.size, self.digest.digest()), "COPY_DAMAGED",
              "the copy is not what its end says it is: copy again")

    def read(self, size):
        while not self.kept and not self.ended:
            request = next(self.requests, None)
            check(request and not request.environment_id and not request.directory, "FRAME_ORDER",
                  "the first message says where to, the last one ends")
            self.take(request)
        data, self.kept = self.kept[:size], self.kept[size:]
        return data


def walk(folder, prefix, follow, above):
    real = os.path.realpath(folder)
    if follow and real in above:
        return
    for each in sorted(os.scandir(folder), key=lambda each: os.fsencode(each.name)):
        through = follow and os.path.exists(each.path)
        stat, path = each.stat(follow_symlinks=through), os.fsencode(prefix + each.name).decode(errors="replace")
        entry = f.FileEntry(path=path, kind=f.FileEntry.LINK if each.is_symlink() and not through else
                            f.FileEntry.FOLDER if each.is_dir(follow_symlinks=through) else
                            f.FileEntry.FILE if each.is_file(follow_symlinks=through) else f.FileEntry.OTHER)
        entry.size = stat.st_size if entry.kind == f.FileEntry.FILE else 0
        entry.modified.FromNanoseconds(stat.st_mtime_ns)
        yield entry
        if entry.kind == f.FileEntry.FOLDER:
            yield from walk(each.path, prefix + each.name + "/", follow, above + [real])


def unknown_keys(settings):
    return [b.Violation(path=key, problem=f"`{key}` is not known", remedy=f"remove `{key}`") for key in settings.fields]


def main():
    options = argparse.ArgumentParser(description="A backend of Berth.")
    options.add_argument("--address", help="unix:///path or tcp://127.0.0.1:port; without it, a runner must start this")
    options.add_argument("--token-file", help="what callers over tcp must know")
    options.add_argument("--folder", default=os.path.expanduser(f"~/.cache/{NAME}"), help="where environments are made")
    options = options.parse_args()
    address, managed = options.address, os.environ.get("BERTH_BACKEND_PLUGIN") == "berth"
    if managed and not address:
        address = f"unix://{os.environ['PLUGIN_UNIX_SOCKET_DIR']}/{os.getpid()}.sock"
    token = open(options.token_file).read().strip() if options.token_file else ""
    if not address or address.startswith("tcp:") and not token:
        sys.exit(f"{NAME} is a backend of Berth: name it in Berth's configuration, or give --address (and --token-file for tcp)")
    plugin = Plugin(options.folder, token)
    server, healthy = grpc.server(futures.ThreadPoolExecutor(1000), options=[("grpc.so_reuseport", 0)]), health.HealthServicer()
    for module in (backend_pb2_grpc, environments_pb2_grpc, executions_pb2_grpc, files_pb2_grpc):
        for name, add in vars(module).items():
            if name.startswith("add_"):
                add(plugin, server)
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    path = address.removeprefix("unix://")
    if path != address:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
    mask = os.umask(0o177)
    server.add_insecure_port(address.removeprefix("tcp://"))
    os.umask(mask)
    server.start()
    services = [f"berth.backend.v1beta1.{name}" for name in ("Backend", "Environments", "Executions", "Files")]
    for name in ("", "plugin", *services):
        healthy.set(name, health_pb2.HealthCheckResponse.SERVING)
    stopped, parent = threading.Event(), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    print(f"1|1|unix|{path}|grpc|" if managed else f"serving at {address}", flush=True)
    while not stopped.wait(1) and not (managed and os.getppid() != parent):
        plugin.tend()
    healthy.enter_graceful_shutdown()
    with plugin.changed:
        plugin.draining = True
        plugin.changed.notify_all()
    server.stop(5).wait()
    for found in plugin.environments.values():
        found.remove("the plugin was stopped")
    discard(plugin.base)
    os.unlink(plugin.mark.name)
    os._exit(0)


main()
