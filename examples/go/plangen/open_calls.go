package plangen

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrClosed is why a call ended whose client was closed.
var ErrClosed = errors.New("the client is closed")

// openCalls are the calls that closing a client has to wait for. The zero value is empty.
type openCalls struct {
	mu     sync.Mutex
	closed bool
	calls  map[*openCall]struct{}
}

type openCall struct {
	cancel context.CancelCauseFunc
	done   chan struct{}
}

// add gives a call a context that ends when the client is closed, and what to call when the call is over.
func (o *openCalls) add(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	call := &openCall{cancel, make(chan struct{})}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		cancel(ErrClosed)
		return ctx, func() {}
	}
	if o.calls == nil {
		o.calls = map[*openCall]struct{}{}
	}
	o.calls[call] = struct{}{}
	return ctx, sync.OnceFunc(func() {
		o.mu.Lock()
		delete(o.calls, call)
		o.mu.Unlock()
		close(call.done)
		cancel(nil)
	})
}

// close ends all calls, and waits until they are over, or have had the time for it.
func (o *openCalls) close() {
	o.mu.Lock()
	o.closed = true
	var done []chan struct{}
	for call := range o.calls {
		call.cancel(ErrClosed)
		done = append(done, call.done)
	}
	o.mu.Unlock()
	limit := time.After(leaveTimeout)
	for _, done := range done {
		select {
		case <-done:
		case <-limit:
			return
		}
	}
}
