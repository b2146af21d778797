# SPDX-License-Identifier: Apache-2.0
"""Keeps the process tree of one command: orphans come to it, so nothing escapes a signal.

The specification comes on standard input: its size in 8 digits, then JSON; then one byte for each signal to send
to the tree; the end of the input is KILL, so the tree ends with the plugin. How the command ended
goes to standard error as one line. Standard output is the command's, both its streams."""
import ctypes, json, os, select, signal


def tree():
    children, found, todo = {}, [], [os.getpid()]
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", "rb") as stat:
                parent = int(stat.read().rpartition(b")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(name))
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found


def send(number):
    for process in tree():
        try:
            os.kill(process, number)
        except ProcessLookupError:
            pass


def start(spec):
    failed, fails = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            os.setsid()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(1, 2)
            signal.signal(signal.SIGPIPE, signal.SIG_DFL)
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            os.chdir(spec["directory"])
            os.execvpe(spec["command"][0], spec["command"], spec["env"])
        except OSError as e:
            code = 127 if isinstance(e, (FileNotFoundError, NotADirectoryError)) else 126
            os.write(fails, f"failed {code} `{spec['command'][0]}` in {spec['directory']}: {e.strerror}".encode())
        finally:
            os._exit(127)
    os.close(fails)
    return process, os.read(failed, 4096)


def main():
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    wake, woken = os.pipe2(os.O_NONBLOCK)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    spec = b""
    size = int(os.read(0, 8))
    while len(spec) < size:
        spec += os.read(0, size - len(spec))
    command, problem = start(json.loads(spec))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    report, killing, signalled, alive = problem, False, False, True
    while alive:
        ready = select.select([wake] if killing else [wake, 0], [], [], 0.02 if killing else None)[0]
        if wake in ready:
            os.read(wake, 512)
        for number in (os.read(0, 512) or b"\x09") if 0 in ready else b"":
            signalled, killing = True, killing or number == signal.SIGKILL
            send(number)
        try:
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if ended[0] == command and not problem:
                    code = os.waitstatus_to_exitcode(ended[1])
                    report = b"exited %d" % code if code >= 0 else b"signalled %d" % -code
                    killing = killing or signalled
        except ChildProcessError:
            alive = False
        if killing:
            send(signal.SIGKILL)
        if report and (not alive or not killing):
            os.write(2, report + b"\n")
            report = b""


main()
