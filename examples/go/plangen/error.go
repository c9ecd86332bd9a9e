package plangen

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// ReasonStreamBroken is the Reason of a stream that ended without saying how its run did, and that could not be resumed.
const ReasonStreamBroken = "STREAM_BROKEN"

const (
	domain    = "plangen.dev"
	draining  = "SERVER_DRAINING"
	cancelled = "CANCELLED"
)

// Error is why a call failed: in the server, on the way, or because the caller left. Decide by Code and Reason, as the
// comment on PlanGenService lists them with what to do; the message is for people.
//
//	var failure *plangen.Error
//	if errors.As(err, &failure) && failure.Code == codes.ResourceExhausted { ... }
type Error struct {
	Code codes.Code

	// Reason is one of those listed at PlanGenService, or ReasonStreamBroken. Empty where the failure did not come from
	// the server: no connection, a context that is done.
	Reason string

	Message string

	// Step is the step whose failure ended the run; STEP_UNSPECIFIED where no run failed.
	Step plangenv1.Step

	// RetryDelay is how long to wait before a retry; 0 where it is not known that waiting helps.
	RetryDelay time.Duration

	// RunID is empty if there was no run: the call has then cost nothing.
	RunID string

	// FieldViolations are the wrong fields of the request, if that is the reason.
	FieldViolations []FieldViolation

	causes []error
}

// FieldViolation is a field of a request that the server refuses.
type FieldViolation struct {
	// Field is its path in the request, for example "sampling.temperature".
	Field string

	// Description says what is wrong with it.
	Description string
}

func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(code.Code(e.Code).String())
	if e.Reason != "" {
		fmt.Fprintf(&text, " (%s)", e.Reason)
	}
	if e.Message != "" {
		fmt.Fprintf(&text, ": %s", e.Message)
	}
	if e.RunID != "" {
		fmt.Fprintf(&text, " [run %s]", e.RunID)
	}
	return text.String()
}

// Unwrap gives the context's error and its cause where the caller left, so that errors.Is(err, context.Canceled) holds;
// else gRPC's.
func (e *Error) Unwrap() []error {
	return e.causes
}

// GRPCStatus lets status.FromError and status.Code read it.
func (e *Error) GRPCStatus() *status.Status {
	return status.New(e.Code, e.Message)
}

// readError reads what gRPC says of a call.
func readError(err error) *Error {
	s := status.Convert(err)
	failure := &Error{Code: s.Code(), Message: s.Message(), causes: []error{err}}
	for _, detail := range s.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			if detail.GetDomain() == domain {
				failure.Reason = detail.GetReason()
				failure.RunID = detail.GetMetadata()["run_id"]
			}
		case *errdetails.RetryInfo:
			failure.RetryDelay = detail.GetRetryDelay().AsDuration()
		case *errdetails.BadRequest:
			for _, wrong := range detail.GetFieldViolations() {
				failure.FieldViolations = append(
					failure.FieldViolations, FieldViolation{wrong.GetField(), wrong.GetDescription()})
			}
		}
	}
	return failure
}

// runError is the failure of a run as its terminal update tells it.
func runError(update *plangenv1.StepUpdate) *Error {
	e := update.GetError()
	return &Error{
		Code:       codes.Code(e.GetCode()),
		Reason:     e.GetReason(),
		Message:    e.GetMessage(),
		Step:       update.GetStep(),
		RetryDelay: e.GetRetryDelay().AsDuration(),
		RunID:      update.GetRunId(),
	}
}

// leftError is why a call ended whose caller's context is done.
func leftError(ctx context.Context, runID string) *Error {
	cause := context.Cause(ctx)
	failure := &Error{
		Code: codes.Canceled, Message: cause.Error(), RunID: runID, causes: []error{ctx.Err(), cause},
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		failure.Code = codes.DeadlineExceeded
	}
	return failure
}

// broken tells what does not come from the server: a lost connection, or a proxy that gave up.
func (e *Error) broken() bool {
	if e.Reason != "" {
		return e.Reason == ReasonStreamBroken
	}
	switch e.Code {
	case codes.Unavailable, codes.Internal, codes.Unknown, codes.Canceled, codes.DeadlineExceeded, codes.Aborted:
		return true
	default:
		return false
	}
}

// refused tells that the server takes no such call just now, and has done nothing.
func (e *Error) refused() bool {
	return e.RetryDelay > 0 || e.Reason == draining
}

// forgotten tells that the server does not know the run.
func (e *Error) forgotten() bool {
	return e.Reason == "RUN_NOT_FOUND" || e.Reason == "RUN_EXPIRED"
}
