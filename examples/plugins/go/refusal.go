// SPDX-License-Identifier: Apache-2.0
package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"syscall"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// What each reason travels as; FAILED_PRECONDITION if it is not here.
var travels = map[string]codes.Code{
	"BAD_ID": codes.InvalidArgument, "BAD_FIELD": codes.InvalidArgument, "BAD_ENTRY": codes.InvalidArgument,
	"FRAME_ORDER": codes.InvalidArgument, "ENVIRONMENT_UNKNOWN": codes.NotFound, "EXECUTION_UNKNOWN": codes.NotFound,
	"FILE_UNKNOWN": codes.NotFound, "ID_REUSED": codes.AlreadyExists, "TOO_LARGE": codes.ResourceExhausted,
	"TOO_MANY_FILES": codes.ResourceExhausted, "STORAGE_FULL": codes.ResourceExhausted, "OUTPUT_FORGOTTEN": codes.OutOfRange,
	"METHOD": codes.Unimplemented, "DRAINING": codes.Unavailable, "COPY_DAMAGED": codes.DataLoss, "BAD_TOKEN": codes.Unauthenticated,
}

// Who has to act; RUNNER if it is not here.
var faults = map[string]string{
	"FILE_FAILED": "WORKFLOW", "FILE_UNKNOWN": "WORKFLOW", "TOO_MANY_FILES": "WORKFLOW", "STORAGE_FULL": "PLATFORM",
	"ENVIRONMENT_NOT_READY": "PLATFORM", "COPY_DAMAGED": "PLATFORM", "METHOD": "PLUGIN", "DRAINING": "CONFIGURATION",
	"BAD_TOKEN": "CONFIGURATION", "VERSION_UNKNOWN": "CONFIGURATION",
}

// refuse makes the status of a call that fails for a reason.
func refuse(reason, problem string, arguments ...any) error {
	code, known := travels[reason]
	if !known {
		code = codes.FailedPrecondition
	}
	fault := faults[reason]
	if fault == "" {
		fault = "RUNNER"
	}
	answer := status.New(code, strings.ToValidUTF8(fmt.Sprintf(problem, arguments...), "?"))
	detailed, err := answer.WithDetails(&errdetails.ErrorInfo{
		Domain: "backend.berth.dev", Reason: reason, Metadata: map[string]string{"fault": fault},
	})
	if err != nil {
		return answer.Err()
	}
	return detailed.Err()
}

// refuseFile tells what the file system said, and passes on what is a refusal already.
func refuseFile(err error) error {
	if err == nil {
		return nil
	}
	if _, is := status.FromError(err); is {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return refuse("STORAGE_FULL", "%v", err)
	}
	return refuse("FILE_FAILED", "%v", err)
}

var id = regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`)

func checkID(name string) error {
	if !id.MatchString(name) || name == "." || name == ".." {
		return refuse("BAD_ID", "`%s` is no id: 1 to 128 letters, digits, `.`, `_` and `-`", name)
	}
	return nil
}

func checkPath(path string) error {
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "\x00") {
		return refuse("BAD_FIELD", "`%s` is not an absolute path", strings.ReplaceAll(path, "\x00", "?"))
	}
	return nil
}

func checkFeatures(names []string) error {
	if len(names) > 0 {
		return refuse("FEATURE_UNKNOWN", "this plugin does not know %s", strings.Join(names, ", "))
	}
	return nil
}
