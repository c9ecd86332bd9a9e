package plangen

import (
	"errors"
	"testing"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func TestClosingTheClientCancelsItsRunsBeforeItHangsUp(t *testing.T) {
	for at := range 4 {
		server := stalling(t, at)
		client := server.client(t)
		ended := make(chan error)
		go func() {
			_, err := solve(t.Context(), client)
			ended <- err
		}()
		for server.startedRuns() == 0 && t.Context().Err() == nil {
			time.Sleep(time.Millisecond)
		}
		if err := client.Close(); err != nil {
			t.Fatal(err)
		}
		server.mustHaveCancelled(t)
		if err := <-ended; !errors.Is(err, ErrClosed) {
			t.Fatal(err)
		}
	}
}

func TestALoopMayCloseTheClient(t *testing.T) {
	server := stalling(t, 5)
	client := server.client(t)
	begin := time.Now()
	var failure error
	for _, err := range client.SolveStream(t.Context(), &plangenv1.SolveRequest{}) {
		failure = err
		_ = client.Close()
	}
	if !errors.Is(failure, ErrClosed) || time.Since(begin) >= leaveTimeout {
		t.Fatal(failure, time.Since(begin))
	}
	server.mustHaveCancelled(t)
}

func TestAClosedClientCallsNobody(t *testing.T) {
	server := serve(t, &scripted{})
	client := server.client(t)
	_ = client.Close()
	if _, err := solve(t.Context(), client); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	if _, err := client.GetRun(t.Context(), "run-1"); !errors.Is(err, ErrClosed) {
		t.Fatal(err)
	}
	if len(server.requests) != 0 {
		t.Fatal(server.requests)
	}
}
