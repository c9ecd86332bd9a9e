package plangen

import (
	"context"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

// call is one RPC that streams updates.
//
// Its context outlives the caller's: when that is done, there is still something to be said to the server (see
// reading.leave), and a stream that is reset first would leave open whether a run exists.
type call struct {
	ctx      context.Context
	hangUp   context.CancelFunc
	watchdog *time.Timer
	silence  time.Duration
	stream   updates

	// answered is closed when it is known whether there is a run: the server sends headers as soon as there is one.
	answered chan struct{}
}

// What the server sends as soon as there is a run.
const runIDHeader = "plangen-run-id"

// newCall takes a context that has a deadline.
func newCall(caller context.Context, silence time.Duration) *call {
	deadline, _ := caller.Deadline()
	// What the server is told is for a program that has died or hangs: just before that, the caller leaves by itself.
	ctx, hangUp := context.WithDeadline(context.WithoutCancel(caller), deadline.Add(leaveTimeout))
	// Half-open connections give no error: heartbeats that stay away do.
	watchdog := time.AfterFunc(silence, hangUp)
	return &call{ctx: ctx, hangUp: hangUp, watchdog: watchdog, silence: silence, answered: make(chan struct{})}
}

// begin makes the call, waits until the server has answered, and returns the id of the run; empty if it is not told.
func (c *call) begin(rpc func(context.Context) (updates, error)) (string, error) {
	defer close(c.answered)
	stream, err := rpc(c.ctx)
	if err != nil {
		return "", err
	}
	c.stream = stream
	headers, err := stream.Header()
	if id := headers.Get(runIDHeader); len(id) > 0 {
		return id[0], err
	}
	return "", err
}

// receive waits for the next update. Only this waiting is watched: the caller may take its time in between.
func (c *call) receive() (*plangenv1.StepUpdate, error) {
	c.watchdog.Reset(c.silence)
	defer c.watchdog.Stop()
	return c.stream.Recv()
}

func (c *call) end() {
	c.watchdog.Stop()
	c.hangUp()
}
