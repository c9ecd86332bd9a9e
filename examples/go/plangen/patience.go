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

	// longestDelay is how long the server may ask to wait: who has to wait for hours, as for a day's quota, is told so.
	longestDelay = time.Minute

	longestPause  = 2 * time.Second
	backoffFactor = 2
	backoffJitter = 0.2
)

// patience decides whether to try once more, and waits before.
type patience struct {
	pause   time.Duration // before the next attempt, unless the server names one
	first   time.Duration
	since   time.Time // when all was well last, or of the beginning
	reached bool
}

func newPatience(first time.Duration) *patience {
	return &patience{pause: first, first: first, since: time.Now()}
}

// heard is told whenever all is well: there has been news, and the caller has taken it.
func (p *patience) heard() {
	p.pause, p.since, p.reached = p.first, time.Now(), true
}

// wait returns whether to try again, when it is time to. It does not wait if the time would not be left. A server that
// says when to come back is there: it is asked again for as long as the context allows, unless it asks for a long wait.
func (p *patience) wait(ctx context.Context, failure *Error) bool {
	if failure.RetryDelay > longestDelay {
		return false
	}
	pause := failure.RetryDelay
	if pause > 0 {
		// Never earlier than told, and not all at once.
		pause += time.Duration(backoffJitter * rand.Float64() * float64(pause))
		p.since, p.reached = time.Now().Add(pause), true
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
