package plangen

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestHoweverAStreamEndsBeforeItsRunDoesItIsResumed(t *testing.T) {
	whole := undisturbed(t)
	endings := map[string]error{
		"UNAVAILABLE":       status.Error(codes.Unavailable, "upstream connect error"),
		"INTERNAL":          status.Error(codes.Internal, "stream terminated by RST_STREAM with error code 2"),
		"CANCELLED":         status.Error(codes.Canceled, "by a proxy"),
		"DEADLINE_EXCEEDED": status.Error(codes.DeadlineExceeded, "of a proxy"),
		"OK":                nil,
	}
	for name, ending := range endings {
		for at := range len(script()) {
			server := serve(t, &scripted{})
			server.disturb = func(_ context.Context, reader, sent int) error {
				if reader == 1 && sent == at {
					return errEnd{ending}
				}
				return nil
			}
			all, err := solve(t.Context(), server.client(t))
			if err != nil || !reflect.DeepEqual(all, whole) || server.startedRuns() != 1 {
				t.Fatalf("%s after %d updates: %v, %d runs\n%v", name, at, err, server.startedRuns(), all)
			}
		}
	}
}

func TestALostRunIsStartedAgainAndUpdatesOfTwoRunsAreNeverMixed(t *testing.T) {
	whole := undisturbed(t)
	for at := 1; at < len(script()); at++ {
		server := serve(t, &scripted{})
		server.disturb = func(_ context.Context, reader, sent int) error {
			if reader == 1 && sent == at {
				server.forget()
				return status.Error(codes.Unavailable, "the server has gone")
			}
			return nil
		}
		all, err := solve(t.Context(), server.client(t))
		if err != nil {
			t.Fatalf("after %d updates: %v", at, err)
		}
		restart := slices.Index(all.updates, "restarted run-1 as run-2")
		if restart < 0 {
			t.Fatalf("after %d updates: told of no restart: %v", at, all.updates)
		}
		for i, update := range all.updates {
			if i < restart != strings.Contains(update, "run-1") && i != restart {
				t.Fatalf("after %d updates: mixed: %v", at, all.updates)
			}
		}
		all.updates = all.updates[restart+1:]
		for i := range all.updates {
			all.updates[i] = strings.Replace(all.updates[i], "run-2", "run-1", 1)
		}
		if !reflect.DeepEqual(all, whole) {
			t.Fatalf("after %d updates:\n%v", at, all)
		}
	}
}

func TestAServerThatShutsDownIsFollowedByAnother(t *testing.T) {
	server := serve(t, &scripted{})
	drained := append(script()[:5], &plangenv1.StepUpdate{
		Step: workflow, Status: errored,
		Error: &plangenv1.StepError{Code: int32(codes.Unavailable), Reason: draining, Message: "the server shuts down"},
	})
	whole := server.script
	server.script = drained
	server.disturb = func(_ context.Context, reader, sent int) error {
		if reader == 1 && sent == len(drained)-1 {
			server.forget()
			server.mu.Lock()
			server.script = whole
			server.mu.Unlock()
		}
		return nil
	}
	all, err := solve(t.Context(), server.client(t))
	if err != nil || !slices.Contains(all.updates, "restarted run-1 as run-2") {
		t.Fatalf("%v: %v", err, all.updates)
	}
	if last := all.updates[len(all.updates)-1]; !strings.Contains(last, "run-2") {
		t.Fatal(last)
	}
}

func TestAServerThatLosesEveryRunIsGivenUp(t *testing.T) {
	server := serve(t, &scripted{})
	server.disturb = func(_ context.Context, _, sent int) error {
		if sent == 2 {
			server.forget()
			return status.Error(codes.Unavailable, "the server has gone")
		}
		return nil
	}
	_, err := solve(t.Context(), server.client(t))
	if failure := asError(t, err); failure.Reason != "RUN_NOT_FOUND" || server.startedRuns() != 1+mostRestarts {
		t.Fatalf("%v after %d runs", err, server.startedRuns())
	}
}

func TestAConnectionThatFallsSilentCountsAsBroken(t *testing.T) {
	whole := undisturbed(t)
	server := serve(t, &scripted{})
	server.disturb = func(ctx context.Context, reader, sent int) error {
		if reader == 1 && sent == 4 {
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}
	all, err := solve(t.Context(), server.client(t, Heartbeat(100*time.Millisecond)))
	if err != nil || !reflect.DeepEqual(all, whole) {
		t.Fatalf("%v: %v", err, all)
	}
}

func TestHeartbeatsAreAskedForAndHiddenAndAGraceAndAnIDAreSet(t *testing.T) {
	server := serve(t, &scripted{})
	beating := []*plangenv1.StepUpdate{heartbeat()}
	for _, update := range server.script {
		beating = append(beating, update, heartbeat())
	}
	whole := undisturbed(t)
	server.script = beating
	all, err := solve(t.Context(), server.client(t))
	if err != nil || !reflect.DeepEqual(all, whole) {
		t.Fatalf("%v: %v", err, all)
	}
	sent := server.requests[0]
	if sent.GetRequestId() == "" || sent.GetDisconnectGrace().AsDuration() != grace ||
		sent.GetStreamOptions().GetHeartbeatInterval().AsDuration() != 5*time.Second {
		t.Fatal(sent)
	}
}

func TestARefusalIsRepeatedWhenTheServerSaysSo(t *testing.T) {
	server := serve(t, &scripted{})
	const delay = 50 * time.Millisecond
	var refusedAt atomic.Pointer[time.Time]
	server.refuse = func(n int) error {
		now := time.Now()
		if before := refusedAt.Swap(&now); before != nil && now.Sub(*before) < delay {
			t.Errorf("repeated after %v", now.Sub(*before))
		}
		if n <= 3 {
			return refusal(codes.ResourceExhausted, "SERVER_OVERLOADED", delay)
		}
		return nil
	}
	if _, err := solve(t.Context(), server.client(t)); err != nil || len(server.requests) != 4 {
		t.Fatalf("%v after %d requests", err, len(server.requests))
	}
}

func TestAQuotaThatLastsForHoursIsToldAtOnce(t *testing.T) {
	server := serve(t, &scripted{refuse: func(int) error {
		return refusal(codes.ResourceExhausted, "QUOTA_EXCEEDED", 5*time.Hour)
	}})
	_, err := solve(t.Context(), server.client(t))
	var failure *Error
	if !errors.As(err, &failure) || failure.RetryDelay != 5*time.Hour || len(server.requests) != 1 {
		t.Fatalf("%v after %d requests", err, len(server.requests))
	}
}

func TestTheServersOwnWordIsFinal(t *testing.T) {
	for _, refused := range []error{
		refusal(codes.FailedPrecondition, "MODEL_MISCONFIGURED", 0),
		refusal(codes.Internal, "INTERNAL", 0),
		refusal(codes.Canceled, "CANCELLED", 0),
		status.Error(codes.Unauthenticated, "no token"),
		status.Error(codes.Unimplemented, "unknown service"),
	} {
		server := serve(t, &scripted{refuse: func(int) error { return refused }})
		_, err := solve(t.Context(), server.client(t))
		if status.Code(err) != status.Code(refused) || len(server.requests) != 1 {
			t.Fatalf("%v: %v after %d requests", refused, err, len(server.requests))
		}
	}
}

func TestSolveGivesTheResultThoughTheConnectionBreaks(t *testing.T) {
	server := serve(t, &scripted{})
	server.disturb = func(_ context.Context, reader, sent int) error {
		if reader < 4 && sent == reader {
			return status.Error(codes.Unavailable, "broken")
		}
		return nil
	}
	response, err := server.client(t).Solve(t.Context(), &plangenv1.SolveRequest{Problem: "When do we meet?"})
	if err != nil || response.GetRunId() != "run-1" || response.GetResult().GetSelectedSolution() == nil {
		t.Fatalf("%v %v", response, err)
	}
}

func TestWatchingGoesOnAfterAnUpdateAndResumes(t *testing.T) {
	server := serve(t, &scripted{})
	server.runs["monday"] = &scriptedRun{id: "run-1"}
	server.disturb = func(_ context.Context, reader, sent int) error {
		if reader == 1 && sent == 3 {
			return status.Error(codes.Unavailable, "broken")
		}
		return nil
	}
	client := server.client(t)
	watch := func(after int64) []int64 {
		var sequences []int64
		request := &plangenv1.WatchRunRequest{
			Run: &plangenv1.WatchRunRequest_RunId{RunId: "run-1"}, AfterSequence: after,
		}
		for event, err := range client.WatchRun(t.Context(), request) {
			if err != nil {
				t.Fatal(err)
			}
			if update, ok := event.(Updated); ok {
				sequences = append(sequences, update.GetSequence())
			}
		}
		return sequences
	}
	if got := watch(7); fmt.Sprint(got) != "[8 9 10 11 12]" {
		t.Fatal(got)
	}
	if got := watch(12); got != nil {
		t.Fatalf("after the last one: %v", got)
	}
	if len(server.cancelled) != 0 {
		t.Fatal("watching cancelled the run")
	}
}

// errEnd ends a scripted stream; with nil as if all had been sent.
type errEnd struct{ error }

func asError(t *testing.T, err error) *Error {
	t.Helper()
	var failure *Error
	if !errors.As(err, &failure) {
		t.Fatalf("%v is no *Error", err)
	}
	return failure
}
