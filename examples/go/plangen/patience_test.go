package plangen

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"google.golang.org/grpc/codes"
)

func TestPauses(t *testing.T) {
	unavailable := &Error{Code: codes.Unavailable}
	spent := func(p *patience, failure *Error) (waits int, all time.Duration) {
		begin := time.Now()
		for p.wait(context.Background(), failure) {
			waits++
		}
		return waits, time.Since(begin)
	}

	t.Run("a server that was never reached is given up after seconds", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			if waits, all := spent(newPatience(100*time.Millisecond), unavailable); waits < 4 || all > firstContact {
				t.Fatal(waits, all)
			}
		})
	})
	t.Run("one that was reached is waited for as long as it keeps the run", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPatience(100 * time.Millisecond)
			p.heard()
			if waits, all := spent(p, unavailable); waits < 15 || all > grace || all < grace-longestPause {
				t.Fatal(waits, all)
			}
		})
	})
	t.Run("news begin it anew", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPatience(100 * time.Millisecond)
			p.heard()
			first, _ := spent(p, unavailable)
			p.heard()
			if second, _ := spent(p, unavailable); second < first-2 || second > first+2 {
				t.Fatal(first, second)
			}
		})
	})
	t.Run("never earlier than the server says", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newPatience(100 * time.Millisecond)
			begin := time.Now()
			refused := &Error{Code: codes.ResourceExhausted, RetryDelay: 7 * time.Second}
			if !p.wait(context.Background(), refused) || time.Since(begin) < 7*time.Second {
				t.Fatal(time.Since(begin))
			}
		})
	})
	t.Run("no wait that the deadline would cut", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
			defer cancel()
			begin := time.Now()
			refused := &Error{Code: codes.ResourceExhausted, RetryDelay: 7 * time.Second}
			if newPatience(time.Second).wait(ctx, refused) || time.Since(begin) > 0 {
				t.Fatal(time.Since(begin))
			}
		})
	})
}
