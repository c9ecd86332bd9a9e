package plangen

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc/codes"
)

// stalling is a server whose runs come to a stand before an update.
func stalling(t *testing.T, at int) *scripted {
	return serve(t, &scripted{disturb: func(ctx context.Context, _, sent int) error {
		if sent == at {
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}})
}

func TestLeavingTheLoopCancelsTheRun(t *testing.T) {
	server := stalling(t, 5)
	for range server.client(t).SolveStream(t.Context(), &plangenv1.SolveRequest{}) {
		break
	}
	server.mustHaveCancelled(t)
}

func TestAPanicInTheLoopCancelsTheRun(t *testing.T) {
	server := stalling(t, 5)
	func() {
		defer func() { _ = recover() }()
		for range server.client(t).SolveStream(t.Context(), &plangenv1.SolveRequest{}) {
			panic("in the caller's loop")
		}
	}()
	server.mustHaveCancelled(t)
}

func TestAContextThatIsCancelledCancelsTheRunWhereverItIs(t *testing.T) {
	for at := range 4 {
		server := stalling(t, at)
		ctx, cancel := context.WithCancel(t.Context())
		client := server.client(t)
		go func() {
			for server.startedRuns() == 0 && t.Context().Err() == nil {
				time.Sleep(time.Millisecond)
			}
			cancel()
		}()
		_, err := solve(ctx, client)
		if failure := asError(t, err); failure.Code != codes.Canceled || !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		server.mustHaveCancelled(t)
	}
}

func TestAContextThatIsCancelledWhileTheLoopIsBusyCancelsTheRunAtOnce(t *testing.T) {
	server := stalling(t, 5)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range server.client(t).SolveStream(ctx, &plangenv1.SolveRequest{}) {
		cancel()
		server.mustHaveCancelled(t)
		break
	}
}

func TestNothingIsToldOnceTheContextIsDone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events := 0
	for _, err := range serve(t, &scripted{}).client(t).SolveStream(ctx, &plangenv1.SolveRequest{}) {
		if err != nil {
			continue
		}
		events++
		cancel()
	}
	if events != 1 {
		t.Fatal(events)
	}
}

func TestARunThatIsAboutToExistIsCancelledToo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := stalling(t, 0)
	server.refuse = func(int) error {
		cancel()
		// Long enough for a client that would not wait for the run.
		time.Sleep(50 * time.Millisecond)
		return nil
	}
	if _, err := solve(ctx, server.client(t)); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	server.mustHaveCancelled(t)
}

// expiring is a context whose deadline passes when it is told to.
type expiring struct {
	context.Context
	passed chan struct{}
}

func (e expiring) Done() <-chan struct{} { return e.passed }

func (e expiring) Err() error {
	select {
	case <-e.passed:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

func TestADeadlineCancelsTheRun(t *testing.T) {
	server := stalling(t, 3)
	ctx := expiring{t.Context(), make(chan struct{})}
	pass := sync.OnceFunc(func() { close(ctx.passed) })
	var failure error
	for _, err := range server.client(t).SolveStream(ctx, &plangenv1.SolveRequest{}) {
		failure = err
		pass()
	}
	if e := asError(t, failure); e.Code != codes.DeadlineExceeded || e.RunID != "run-1" ||
		!errors.Is(failure, context.DeadlineExceeded) {
		t.Fatal(failure)
	}
	server.mustHaveCancelled(t)
}

func TestACauseOfCancellingIsToldBesideIt(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	lunch := errors.New("it is lunch time")
	var failure error
	for _, err := range stalling(t, 3).client(t).SolveStream(ctx, &plangenv1.SolveRequest{}) {
		failure = err
		cancel(lunch)
	}
	if !errors.Is(failure, context.Canceled) || !errors.Is(failure, lunch) {
		t.Fatal(failure)
	}
}

func TestARunThatOthersMayReadIsOnlyLeft(t *testing.T) {
	for _, request := range []*plangenv1.SolveRequest{
		{RequestId: "monday"},
		{OnDisconnect: plangenv1.OnDisconnect_ON_DISCONNECT_CONTINUE},
	} {
		server := stalling(t, 5)
		for range server.client(t).SolveStream(t.Context(), request) {
			break
		}
		if len(server.cancelled) != 0 {
			t.Fatalf("cancelled: %v", request)
		}
	}
}

func TestARunThatHasEndedIsNotCancelled(t *testing.T) {
	server := serve(t, &scripted{})
	for event, err := range server.client(t).SolveStream(t.Context(), &plangenv1.SolveRequest{}) {
		if update, ok := event.(Updated); err != nil || ok && update.GetResult() != nil {
			break
		}
	}
	if len(server.cancelled) != 0 {
		t.Fatal("cancelled")
	}
}

func (s *scripted) mustHaveCancelled(t *testing.T) {
	t.Helper()
	select {
	case <-s.cancelled:
	case <-time.After(10 * time.Second):
		t.Fatal("the run was not cancelled")
	}
}
