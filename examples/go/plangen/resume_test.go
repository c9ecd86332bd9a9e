package plangen

import (
	"context"
	"net"
	"reflect"
	"sync/atomic"
	"testing"

	"google.golang.org/grpc"
)

// cutting is a connection that breaks after some bytes.
type cutting struct {
	net.Conn
	reads, writes *atomic.Int64 // what is left
}

func (c cutting) Read(into []byte) (int, error) {
	n, err := c.Conn.Read(into[:min(len(into), int(max(1, c.reads.Load())))])
	if c.reads.Add(-int64(n)) < 0 {
		_ = c.Close()
		return 0, net.ErrClosed
	}
	return n, err
}

func (c cutting) Write(from []byte) (int, error) {
	if left := c.writes.Add(-int64(len(from))); left < 0 {
		_, _ = c.Conn.Write(from[:max(0, len(from)+int(left))])
		_ = c.Close()
		return 0, net.ErrClosed
	}
	return c.Conn.Write(from)
}

// cutFirst breaks the first connection after some bytes; later ones hold. It also returns what the first has left.
func cutFirst(reads, writes int64) (Option, cutting) {
	cut := cutting{reads: &atomic.Int64{}, writes: &atomic.Int64{}}
	cut.reads.Store(reads)
	cut.writes.Store(writes)
	var connections atomic.Int32
	return DialOptions(grpc.WithContextDialer(func(ctx context.Context, target string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", target)
		if err != nil || connections.Add(1) > 1 {
			return conn, err
		}
		return cutting{conn, cut.reads, cut.writes}, nil
	})), cut
}

const plenty = int64(1) << 40

func TestNothingIsMissingOrTwiceWhereverTheConnectionIsCutAsItIsRead(t *testing.T) {
	everyCut(t, func(at int64) (int64, int64) { return at, plenty })
}

func TestNothingIsMissingOrTwiceWhereverTheConnectionIsCutAsItIsWritten(t *testing.T) {
	everyCut(t, func(at int64) (int64, int64) { return plenty, at })
}

// everyCut moves a cut along, byte by byte, to where the solve is through.
func everyCut(t *testing.T, cutAt func(int64) (reads, writes int64)) {
	server := serve(t, &scripted{})
	option, uncut := cutFirst(plenty, plenty)
	whole, err := solve(t.Context(), server.client(t, option))
	if err != nil {
		t.Fatal(err)
	}
	reads, writes := cutAt(0)
	bytes := max(plenty-uncut.reads.Load()-reads, plenty-uncut.writes.Load()-writes)
	for at := range bytes {
		// Another server for each: requests may come out of a connection that was cut a while ago.
		server := serve(t, &scripted{})
		option, _ := cutFirst(cutAt(at))
		client := server.client(t, option)
		all, err := solve(t.Context(), client)
		_ = client.Close()
		server.stop()
		if err != nil {
			t.Fatalf("cut after %d bytes: %v", at, err)
		}
		if !reflect.DeepEqual(all, whole) {
			t.Fatalf("cut after %d bytes:\n%v\ninstead of\n%v", at, all, whole)
		}
		if runs := server.startedRuns(); runs != 1 {
			t.Fatalf("cut after %d bytes: %d runs", at, runs)
		}
	}
	t.Logf("cut after each of %d bytes", bytes)
}
