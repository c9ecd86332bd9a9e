package plangen

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc/codes"
)

const (
	// leaveTimeout is the longest that a caller waits for the server to learn that it leaves.
	leaveTimeout = 2 * time.Second

	// mostRestarts keeps a server that loses every run from being paid for ever.
	mostRestarts = 3

	// silentBeats is how many heartbeats must stay away for a connection to count as broken.
	silentBeats = 3
)

// reading is one stream of events: as many calls as it takes to read a run to its end.
type reading struct {
	client   *Client
	source   source
	patience *patience

	runID    string // of what was delivered last; empty before that
	known    string // the run that the server has named last
	sequence int64  // after which to go on
	resumes  bool   // by watching that run, rather than from where the source begins
	restarts int
	away     time.Duration // between the last that was heard and a resumption, until something is heard live
	news     time.Time
	over     bool // the run has ended, or there is none
	texts    texts

	mu   sync.Mutex // guards what leaving has to know, for the context may be done at any time
	call *call
	left bool
}

// ending is how a call came to its end.
type ending int

const (
	settled ending = iota // the run has ended, or the caller takes no more
	broken                // the run may go on without us: to be resumed
	lost                  // the run is gone: to be started again
)

// read delivers events until the caller takes no more, the run has its result, or it has failed.
func (r *reading) read(ctx context.Context, yield func(Event, error) bool) {
	ctx, done := r.client.deadline(ctx)
	// Once it has left, nothing holds the client up: not even a loop that is still busy, or closes it.
	leave := sync.OnceFunc(func() {
		defer done()
		r.leave(ctx)
	})
	unhook := context.AfterFunc(ctx, leave)
	// Deferred, for the caller's loop may panic.
	defer func() {
		if unhook(); r.over {
			done()
		} else {
			leave()
		}
	}()

	failure := r.follow(ctx, yield)
	if failure == nil {
		return
	}
	if ctx.Err() != nil {
		// The caller's program may end right after this error: the server is told first.
		leave()
		failure = leftError(ctx, r.known)
	}
	yield(nil, failure)
}

func (r *reading) follow(ctx context.Context, yield func(Event, error) bool) *Error {
	for {
		end, failure := r.attempt(ctx, yield)
		switch {
		case end == broken && r.patience.wait(ctx, failure):
		case end == lost && r.restarts < mostRestarts:
			r.restarts++
			r.resumes = false
		default:
			return failure
		}
	}
}

// attempt makes one call and reads it to its end.
func (r *reading) attempt(ctx context.Context, yield func(Event, error) bool) (ending, *Error) {
	call := r.open(ctx)
	if call == nil {
		return settled, leftError(ctx, r.known)
	}
	defer call.end()
	r.texts.resume()
	r.away = 0
	runID, err := call.begin(r.rpc)
	if runID != "" {
		r.known = runID
		r.patience.heard()
	}
	if err != nil {
		return r.ended(err, true)
	}
	for first := true; ; first = false {
		update, err := call.receive()
		if err != nil {
			return r.ended(err, first)
		}
		if ctx.Err() != nil {
			// What is on its way, or says how the cancelling went, is not what the caller waits for.
			return settled, leftError(ctx, r.known)
		}
		r.hear(update, first)
		if r.lostWith(update) {
			return lost, runError(update)
		}
		failed := update.GetStatus() == plangenv1.StepStatus_STEP_STATUS_ERROR
		r.over = failed || update.GetResult() != nil
		if !r.deliver(update, yield) {
			return settled, nil
		}
		if !r.over {
			// Again, for the caller may have taken longer than a run is worth seeking.
			r.patience.heard()
			continue
		}
		// The status that follows, so that the call does not count as cancelled.
		_, _ = call.receive()
		if failed {
			return settled, runError(update)
		}
		return settled, nil
	}
}

// hear notes a sign of life.
func (r *reading) hear(update *plangenv1.StepUpdate, first bool) {
	now := time.Now()
	if first && r.resumes {
		r.away = now.Sub(r.news)
	}
	if logged := update.GetProgress(); logged.GetHeartbeat() != nil || logged.GetTextDelta() != nil {
		r.away = 0
	}
	r.known, r.news = update.GetRunId(), now
	r.patience.heard()
}

// lostWith tells whether a run has ended for a reason that is neither its own nor anybody's wish: a server that shuts
// down takes its runs with it, and while the reader was away for longer than its grace, nobody was left to read.
func (r *reading) lostWith(update *plangenv1.StepUpdate) bool {
	grace := r.source.grace()
	switch update.GetError().GetReason() {
	case draining:
		return r.source.restarts()
	case cancelled:
		return r.source.restarts() && r.away > 0 && grace >= 0 && r.away >= grace
	default:
		return false
	}
}

// open registers a call; nil if the caller has left.
func (r *reading) open(ctx context.Context) *call {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.left {
		return nil
	}
	r.call = newCall(ctx, max(silentBeats*r.client.settings.heartbeat, r.client.settings.silence))
	return r.call
}

func (r *reading) rpc(ctx context.Context) (updates, error) {
	if !r.resumes {
		return r.source.begin(ctx)
	}
	return r.client.runs.WatchRun(ctx, &plangenv1.WatchRunRequest{
		Run:           &plangenv1.WatchRunRequest_RunId{RunId: r.runID},
		AfterSequence: r.sequence,
		StreamOptions: r.source.streamOptions(),
	})
}

// leave tells the server that the caller has gone. Whether the call that is open has a run is waited for: cancelling a
// run that is about to exist would come to nothing, and it would go on for its grace.
func (r *reading) leave(ctx context.Context) {
	r.mu.Lock()
	r.left = true
	call := r.call
	r.mu.Unlock()
	if call == nil {
		return
	}
	defer call.end()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTimeout)
	defer cancel()
	select {
	case <-call.answered:
		r.source.leave(ctx)
	case <-ctx.Done():
	}
}

// ended tells what a call's end means that came without a terminal update.
//
// The server's own word is final. Whatever else ends a call, a proxy or a lost connection, says nothing of the run, not
// even if it looks like a success.
func (r *reading) ended(err error, first bool) (ending, *Error) {
	if errors.Is(err, io.EOF) {
		if first && r.runID == "" && r.sequence > 0 {
			// It was watched from its last update on.
			r.over = true
			return settled, nil
		}
		return broken, &Error{
			Code: codes.Unavailable, Reason: ReasonStreamBroken, RunID: r.known,
			Message: "the stream ended without saying how its run did", causes: []error{err},
		}
	}
	failure := readError(err)
	if failure.RunID == "" {
		failure.RunID = r.known
	}
	switch {
	case r.resumes && first && failure.forgotten() && r.source.restarts():
		return lost, failure
	case failure.broken(), failure.refused():
		return broken, failure
	default:
		// A run that is there has not ended with this call: it is left.
		r.over = failure.RunID == ""
		return settled, failure
	}
}

// deliver hands an update on as what it is to the caller, and returns whether the caller takes more.
func (r *reading) deliver(update *plangenv1.StepUpdate, yield func(Event, error) bool) bool {
	progress := update.GetProgress()
	if progress.GetHeartbeat() != nil {
		if update.GetRunId() == r.runID {
			r.sequence = update.GetSequence()
		}
		return true
	}
	if update.GetRunId() != r.runID {
		if !r.enter(update.GetRunId(), yield) {
			return false
		}
	}
	if progress.GetTextDelta() != nil {
		r.sequence = update.GetSequence()
		written, changed := r.texts.write(update)
		return !changed || yield(written, nil)
	}
	if update.GetSequence() <= r.sequence {
		// Read before: the server that did not know the run was another than the one that has it.
		return true
	}
	r.sequence = update.GetSequence()
	if update.GetStatus() == plangenv1.StepStatus_STEP_STATUS_COMPLETE {
		r.texts.forget(update.GetStep())
	}
	return yield(Updated{update}, nil)
}

// enter begins with the first update of a run.
func (r *reading) enter(runID string, yield func(Event, error) bool) bool {
	previous := r.runID
	r.runID, r.resumes = runID, true
	if previous == "" {
		return true
	}
	r.sequence = 0
	clear(r.texts)
	return yield(Restarted{PreviousRunID: previous, RunID: runID}, nil)
}
