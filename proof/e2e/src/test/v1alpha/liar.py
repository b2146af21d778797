# SPDX-License-Identifier: Apache-2.0
"""The v1alpha plugin of examples/plugins with one promise broken: liar.py FAULT OPTIONS..."""
import sys
import tarfile

import grpc
import serve
from serve import Environment, Plugin, Received, pb

run, removal, packing = Plugin.Exec, Plugin.Remove, tarfile.TarFile.add


def exec_with(change):
    def changed(self, request, context):
        for output in run(self, request, context):
            change(output)
            yield output
    Plugin.Exec = changed


def clip(output):
    if output.exec_complete.exit_code > 1:
        output.exec_complete.exit_code = 1


def merge(output):
    if output.HasField("data"):
        output.data.stream = pb.DataChunk.STDOUT


def garble(output):
    if output.HasField("data"):
        output.data.data = output.data.data.decode(errors="replace").encode()


def status_clipped():
    exec_with(clip)


def streams_merged():
    exec_with(merge)


def output_decoded():
    exec_with(garble)


def name_missing():
    Plugin.Capabilities = lambda self, request, context: pb.CapabilitiesResponse()


def cancel_ignored():
    kill = Environment.kill
    Environment.kill = lambda self, process: self.removed and kill(self, process)


def user_ignored():
    start = Plugin.begin

    def begin(self, request, environment):
        request.ClearField("user")
        return start(self, request, environment)
    Plugin.begin = begin


def frames_ignored():
    def readinto(self, buffer):
        while not self.rest:
            chunk = next(self.chunks, None)
            if chunk is None:
                return 0
            self.rest = chunk.data
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size
    Received.readinto = readinto


def copy_escapes():
    serve.inside = tarfile.fully_trusted_filter


def name_of_archive_lost():
    tarfile.TarFile.add = lambda self, name, arcname, *more, **named: packing(self, name, "x" + arcname, *more, **named)


def removed_twice_fails():
    def remove(self, request, context):
        if request.environment_id not in self.environments:
            context.abort(grpc.StatusCode.NOT_FOUND, "it is not there")
        return removal(self, request, context)
    Plugin.Remove = remove


def not_found_unclear():
    serve.NOT_FOUND = grpc.StatusCode.UNKNOWN


globals()[sys.argv.pop(1).replace("-", "_")]()
serve.main()
