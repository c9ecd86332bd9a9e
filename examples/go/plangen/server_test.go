package plangen

import (
	"context"
	"math/rand/v2"
	"net"
	"os"
	"reflect"
	"sync/atomic"
	"testing"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc"
)

// Against a real server, named by PLANGEN_TARGET: one that paces its model shows the most.
func TestARealRunIsToldTheSameOverConnectionsThatKeepBreaking(t *testing.T) {
	target := os.Getenv("PLANGEN_TARGET")
	if target == "" {
		t.Skip("PLANGEN_TARGET names no server")
	}
	steady, err := Dial(target, Plaintext())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = steady.Close() }()

	for range 5 {
		var connections atomic.Int64
		breaking, err := Dial(target, Plaintext(), hurried, DialOptions(grpc.WithContextDialer(
			func(ctx context.Context, target string) (net.Conn, error) {
				connections.Add(1)
				conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", target)
				cut := cutting{conn, &atomic.Int64{}, &atomic.Int64{}}
				cut.reads.Store(500 + rand.Int64N(5000))
				cut.writes.Store(plenty)
				return cut, err
			})))
		if err != nil {
			t.Fatal(err)
		}
		live := told{}
		var runID string
		options := &plangenv1.StreamOptions{CandidateEvents: true, TextDeltas: true}
		request := &plangenv1.SolveRequest{Problem: meeting, StreamOptions: options}
		for event, err := range breaking.SolveStream(t.Context(), request) {
			if err != nil {
				t.Fatal(err)
			}
			if update, ok := event.(Updated); ok {
				runID = update.GetRunId()
			}
			live.add(event)
		}
		_ = breaking.Close()

		again := told{}
		byID := &plangenv1.WatchRunRequest_RunId{RunId: runID}
		for event, err := range steady.WatchRun(t.Context(), &plangenv1.WatchRunRequest{Run: byID, StreamOptions: options}) {
			if err != nil {
				t.Fatal(err)
			}
			again.add(event)
		}
		if !reflect.DeepEqual(live, again) {
			t.Fatalf("live:\n%v\nagain:\n%v", live, again)
		}
		if connections.Load() < 3 {
			t.Fatalf("only %d connections: nothing was tried", connections.Load())
		}
		t.Logf("%d updates and %d texts over %d connections", len(live.updates), len(live.texts), connections.Load())
	}
}

const meeting = `You need to schedule a meeting for Amara and Piotr for half an hour between the work hours of 9:00 to 17:00 on Tuesday.

Here are the existing schedules for everyone during the day:
Amara has meetings on Tuesday during 9:00 to 11:00, 13:00 to 15:30;
Piotr has blocked their calendar on Tuesday during 11:30 to 13:00, 16:00 to 17:00;

Find a time that works for everyone's schedule and constraints.`
