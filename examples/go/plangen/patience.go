package plangen

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	// grace is how long a run waits for its caller to come back, and so how long it is worth trying.
	grace = 30 * time.Second

	// firstContact is how long it is tried to reach a server of which nothing has ever been heard.
	firstContact = 5 * time.Second

	longestPause  = 2 * time.Second
	backoffFactor = 2
	backoffJitter = 0.2
)

// patience decides whether to try once more, and waits before.
type patience struct {
	pause   time.Duration // before the next attempt, unless the server names one
	first   time.Duration
	since   time.Time // of the last news, or of the beginning
	reached bool
}

func newPatience(first time.Duration) *patience {
	return &patience{pause: first, first: first, since: time.Now()}
}

// heard is told of every sign that the call goes on.
func (p *patience) heard() {
	p.pause, p.since, p.reached = p.first, time.Now(), true
}

// wait returns whether to try again, when it is time to. It does not wait if the time would not be left.
func (p *patience) wait(ctx context.Context, failure *Error) bool {
	pause := failure.RetryDelay
	if pause > 0 {
		p.reached = true
		// Never earlier than told, and not all at once.
		pause += time.Duration(backoffJitter * rand.Float64() * float64(pause))
	} else {
		pause = time.Duration((1 - backoffJitter*rand.Float64()) * float64(p.pause))
		p.pause = min(backoffFactor*p.pause, longestPause)
	}
	limit := grace
	if !p.reached {
		limit = firstContact
	}
	end := time.Now().Add(pause)
	if deadline, ok := ctx.Deadline(); end.After(p.since.Add(limit)) || ok && end.After(deadline) {
		return false
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
