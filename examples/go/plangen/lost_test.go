package plangen

import (
	"context"
	"slices"
	"testing"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// cancelledAfter is what the log of a run says that was cancelled after some updates.
func cancelledAfter(n int) []*plangenv1.StepUpdate {
	return append(script()[:n], &plangenv1.StepUpdate{
		Step: workflow, Status: errored,
		Error: &plangenv1.StepError{Code: int32(codes.Canceled), Reason: cancelled, Message: "the run was cancelled"},
	})
}

func TestARunThatSomebodyCancelledIsNotStartedAgain(t *testing.T) {
	for _, request := range []*plangenv1.SolveRequest{
		{},
		{DisconnectGrace: durationpb.New(0)},
		{OnDisconnect: plangenv1.OnDisconnect_ON_DISCONNECT_CONTINUE},
	} {
		server := serve(t, &scripted{script: cancelledAfter(4)})
		_, err := server.client(t).Solve(t.Context(), request)
		if failure := asError(t, err); failure.Reason != cancelled || failure.RunID != "run-1" || server.startedRuns() != 1 {
			t.Fatalf("%v after %d runs", err, server.startedRuns())
		}
	}
}

func TestARunThatWasCancelledForTheWantOfAReaderIsStartedAgain(t *testing.T) {
	for _, test := range []struct {
		request *plangenv1.SolveRequest
		runs    int
	}{
		{&plangenv1.SolveRequest{DisconnectGrace: durationpb.New(time.Millisecond)}, 2},
		{&plangenv1.SolveRequest{}, 1}, // its grace is not over: somebody has cancelled it
		{&plangenv1.SolveRequest{OnDisconnect: plangenv1.OnDisconnect_ON_DISCONNECT_CONTINUE}, 1},
	} {
		server := serve(t, &scripted{script: script()[:5]})
		server.disturb = func(_ context.Context, reader, sent int) error {
			if reader == 1 && sent == 4 {
				server.mu.Lock()
				defer server.mu.Unlock()
				server.script = cancelledAfter(5)
				return status.Error(codes.Unavailable, "broken")
			}
			if reader == 2 && sent == 0 {
				// As the contract has it, the same request_id starts another run once this one was cancelled.
				server.forget()
				server.mu.Lock()
				defer server.mu.Unlock()
				server.script = script()
			}
			return nil
		}
		// The pause before the second call is longer than a grace of a millisecond.
		client := server.client(t, func(s *settings) { s.firstPause = 10 * time.Millisecond })
		_, err := client.Solve(t.Context(), test.request)
		if server.startedRuns() != test.runs || (err == nil) != (test.runs == 2) {
			t.Fatalf("%v: %v after %d runs", test.request, err, server.startedRuns())
		}
	}
}

func TestARunThatIsDeletedWhileItIsReadIsNotStartedAgain(t *testing.T) {
	server := serve(t, &scripted{disturb: func(_ context.Context, _, sent int) error {
		if sent == 4 {
			return refusal(codes.NotFound, "RUN_NOT_FOUND", 0)
		}
		return nil
	}})
	all, err := solve(t.Context(), server.client(t))
	if failure := asError(t, err); failure.Reason != "RUN_NOT_FOUND" || server.startedRuns() != 1 {
		t.Fatalf("%v after %d runs: %v", err, server.startedRuns(), all.updates)
	}
}

func TestARunThatIsWatchedAndLostIsToldAndNoOtherIsWatchedInItsPlace(t *testing.T) {
	server := serve(t, &scripted{})
	server.runs["monday"] = &scriptedRun{id: "run-1"}
	server.disturb = func(_ context.Context, reader, sent int) error {
		if reader == 1 && sent == 3 {
			server.forget()
			server.mu.Lock()
			defer server.mu.Unlock()
			server.runs["monday"] = &scriptedRun{id: "run-2"}
			return status.Error(codes.Unavailable, "broken")
		}
		return nil
	}
	var all told
	var failure error
	byRequest := &plangenv1.WatchRunRequest_RequestId{RequestId: "monday"}
	for event, err := range server.client(t).WatchRun(t.Context(), &plangenv1.WatchRunRequest{Run: byRequest}) {
		if failure = err; err == nil {
			all.add(event)
		}
	}
	if asError(t, failure).Reason != "RUN_NOT_FOUND" || slices.ContainsFunc(all.updates, func(s string) bool {
		return s == "restarted run-1 as run-2"
	}) {
		t.Fatal(failure, all.updates)
	}
}

func TestARunThatIsThereIsCancelledThoughTheServerRefusesToShowIt(t *testing.T) {
	server := serve(t, &scripted{disturb: func(_ context.Context, _, sent int) error {
		if sent == 2 {
			return status.Error(codes.PermissionDenied, "the token has expired")
		}
		return nil
	}})
	_, err := solve(t.Context(), server.client(t))
	if failure := asError(t, err); failure.Code != codes.PermissionDenied || failure.RunID != "run-1" {
		t.Fatal(err)
	}
	server.mustHaveCancelled(t)
}

func TestARunThatHasBeenNamedIsSoughtBeforeItsFirstUpdateToo(t *testing.T) {
	p := newPatience(time.Millisecond)
	server := serve(t, &scripted{disturb: func(_ context.Context, _, _ int) error {
		return status.Error(codes.Unavailable, "broken")
	}})
	client := server.client(t)
	r := &reading{client: client, source: client.solving(&plangenv1.SolveRequest{}), texts: texts{}, patience: p}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	end, failure := r.attempt(ctx, nil)
	if end != broken || failure.RunID != "run-1" || !p.reached {
		t.Fatal(end, failure, p.reached)
	}
}

func TestALoopThatTakesLongerThanTheGraceIsResumedAllTheSame(t *testing.T) {
	server := serve(t, &scripted{
		script: slices.DeleteFunc(script(), func(update *plangenv1.StepUpdate) bool { return !logged(update) }),
		disturb: func(_ context.Context, _, sent int) error {
			if sent == 1 {
				return status.Error(codes.Unavailable, "broken while the loop was busy")
			}
			return nil
		},
	})
	client := server.client(t)
	r := client.reading(client.solving(&plangenv1.SolveRequest{}), 0)
	updates := 0
	r.read(t.Context(), func(_ Event, err error) bool {
		if err != nil {
			t.Fatal(err)
		}
		updates++
		// As if an hour had passed in here.
		r.patience.since = time.Now().Add(-time.Hour)
		return true
	})
	if updates != 12 || server.startedRuns() != 1 {
		t.Fatal(updates, server.startedRuns())
	}
}
