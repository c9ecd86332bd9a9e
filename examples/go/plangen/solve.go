package plangen

import (
	"context"
	"iter"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

// SolveStream solves a problem and tells what is happening while it happens.
//
//	for event, err := range client.SolveStream(ctx, &plangenv1.SolveRequest{Problem: problem}) {
//		if err != nil {
//			return err
//		}
//		switch e := event.(type) {
//		case plangen.Updated:
//			fmt.Println(e.GetStep(), e.GetStatus())
//		}
//	}
//
// Each loop over it is a run of its own. Leaving the loop, or a context that is done, cancels the run and every model
// call that it has in flight, at the latest when the server has been out of reach for 2 seconds. A slow loop holds
// nothing up but itself: the server waits for it with what it has to tell, not with its work.
//
// Broken connections are resumed without a gap and without a duplicate, for 30 seconds each: so long the server keeps
// the run. Where it has lost the run, or shuts down, another one is started, and an event says so ([Restarted]). So
// RequestId, DisconnectGrace and HeartbeatInterval need not be set. With a RequestId of the caller's own, the run may be
// others' too: leaving then only leaves, and the run ends when the last reader has left and the grace is over; with
// ON_DISCONNECT_CONTINUE it goes on.
//
// An error is the last that the loop gets. That of a run follows the update with the status ERROR.
func (c *Client) SolveStream(ctx context.Context, request *plangenv1.SolveRequest) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		c.reading(c.solving(request), 0).read(ctx, yield)
	}
}

// Solve solves a problem and returns the result when it is there. It is SolveStream without its updates: it survives
// broken connections, and a context that is done cancels the run.
func (c *Client) Solve(ctx context.Context, request *plangenv1.SolveRequest) (*plangenv1.SolveResponse, error) {
	source := c.solving(request)
	source.request.StreamOptions = c.withHeartbeat(nil)
	response := &plangenv1.SolveResponse{}
	var failure error
	c.reading(source, 0).read(ctx, func(event Event, err error) bool {
		failure = err
		if update, ok := event.(Updated); ok {
			response.RunId, response.Result = update.GetRunId(), update.GetResult()
		}
		return true
	})
	if failure != nil {
		return nil, failure
	}
	return response, nil
}

// WatchRun tells what has happened in a run after an update, and what happens in it until it ends. Leaving only leaves.
// It resumes as SolveStream does; a run that has failed is an error here too.
func (c *Client) WatchRun(ctx context.Context, request *plangenv1.WatchRunRequest) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		c.reading(c.watching(request), request.GetAfterSequence()).read(ctx, yield)
	}
}

func (c *Client) reading(source source, after int64) *reading {
	return &reading{
		client: c, source: source, sequence: after, texts: texts{}, patience: newPatience(c.settings.firstPause),
	}
}
