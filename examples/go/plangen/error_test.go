package plangen

import (
	"strings"
	"testing"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

func TestAnErrorNamesEveryWrongField(t *testing.T) {
	server := serve(t, &scripted{refuse: func(int) error {
		return refusal(codes.InvalidArgument, "INVALID_REQUEST", 0, &errdetails.BadRequest{
			FieldViolations: []*errdetails.BadRequest_FieldViolation{
				{Field: "problem", Description: "must not be blank"},
				{Field: "sampling.temperature", Description: "must be 0 to 2"},
			},
		})
	}})
	_, err := solve(t.Context(), server.client(t))
	failure := asError(t, err)
	if failure.Code != codes.InvalidArgument || failure.Reason != "INVALID_REQUEST" || len(failure.FieldViolations) != 2 ||
		failure.FieldViolations[1] != (FieldViolation{"sampling.temperature", "must be 0 to 2"}) {
		t.Fatalf("%#v", failure)
	}
	if text := err.Error(); text != "INVALID_ARGUMENT (INVALID_REQUEST): as scripted" {
		t.Fatal(text)
	}
}

func TestARunThatFailsTellsItsStepAndWhenToComeBack(t *testing.T) {
	server := serve(t, &scripted{script: append(script()[:5], &plangenv1.StepUpdate{
		Step: generate, Status: errored, Error: &plangenv1.StepError{
			Code: int32(codes.ResourceExhausted), Reason: "MODEL_RATE_LIMITED", Message: "too many requests",
			RetryDelay: durationpb.New(3 * time.Second),
		},
	})})
	all, err := solve(t.Context(), server.client(t))
	failure := asError(t, err)
	if failure.Code != codes.ResourceExhausted || failure.Reason != "MODEL_RATE_LIMITED" || failure.Step != generate ||
		failure.RetryDelay != 3*time.Second || failure.RunID != "run-1" {
		t.Fatalf("%#v", failure)
	}
	if status.Code(err) != codes.ResourceExhausted {
		t.Fatal(status.Code(err))
	}
	if last := all.updates[len(all.updates)-1]; !strings.Contains(last, "STEP_STATUS_ERROR") {
		t.Fatalf("the last update is %s", last)
	}
	if len(server.requests) != 1 || len(server.cancelled) != 0 {
		t.Fatal("it was asked again, or cancelled")
	}
}
