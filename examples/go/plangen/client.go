package plangen

import (
	"context"
	"fmt"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
)

// Client calls a PlanGEN server. Make one for each server and keep it, as it holds the connection. It is safe for use by
// many goroutines.
//
// Whatever its methods return as an error is an *[Error]. A call that the server refuses for now, and says for how long,
// is made again after that time.
type Client struct {
	settings settings
	close    func() error
	open     openCalls
	solver   plangenv1.PlanGenServiceClient
	runs     plangenv1.RunServiceClient
	models   plangenv1.ModelServiceClient
}

type settings struct {
	credentials credentials.TransportCredentials
	dialOptions []grpc.DialOption
	deadline    time.Duration
	heartbeat   time.Duration
	firstPause  time.Duration
	silence     time.Duration // the least after which a connection counts as broken
}

// Option is a setting of a client.
type Option func(*settings)

// Plaintext connects without TLS.
func Plaintext() Option {
	return Credentials(insecure.NewCredentials())
}

// Credentials connects with other certificates than those that the system trusts. [New] has no use for it.
func Credentials(credentials credentials.TransportCredentials) Option {
	return func(s *settings) { s.credentials = credentials }
}

// DialOptions adds to what the connection is made with: interceptors, keep-alive, a proxy. [New] has no use for it.
func DialOptions(options ...grpc.DialOption) Option {
	return func(s *settings) { s.dialOptions = append(s.dialOptions, options...) }
}

// Deadline says how long a call may take whose context has no earlier deadline: more than 0; 20 minutes unless set: a
// little more than the server's longest run by default, which ends with the best plan so far. Of a stream that is read to
// its end, resumptions included.
func Deadline(deadline time.Duration) Option {
	return func(s *settings) { s.deadline = deadline }
}

// Heartbeat says how often the server gives a sign of life while it has nothing else to say: 100 ms to 1 h; 5 seconds
// unless set. Keep it below the idle limits of the proxies on the way. A connection that is silent for three times as
// long, and for 3 seconds at least, counts as broken; with more than 9 seconds that may be too late to find the run alive.
func Heartbeat(interval time.Duration) Option {
	return func(s *settings) { s.heartbeat = interval }
}

// Dial makes a client of the server at a target, host:port or any gRPC target such as dns:///host:port, with TLS unless
// an option says otherwise. It connects when the first call is made. Close it.
func Dial(target string, options ...Option) (*Client, error) {
	s := with(options)
	// gRPC itself waits up to two minutes between two attempts: longer than a run waits for us.
	reconnect := grpc.ConnectParams{
		Backoff: backoff.Config{
			BaseDelay: s.firstPause, Multiplier: backoffFactor, Jitter: backoffJitter, MaxDelay: longestPause,
		},
		MinConnectTimeout: 5 * time.Second,
	}
	dialOptions := append([]grpc.DialOption{
		grpc.WithTransportCredentials(s.credentials), grpc.WithConnectParams(reconnect),
		// For the calls without heartbeats.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 20 * time.Second, Timeout: 10 * time.Second}),
	}, s.dialOptions...)
	conn, err := grpc.NewClient(target, dialOptions...)
	if err != nil {
		return nil, fmt.Errorf("plangen: target %q: %w", target, err)
	}
	return client(conn, conn.Close, s), nil
}

// New makes a client of a connection of the caller's own, which stays open when the client is closed. Let it wait for a
// few seconds at most between two attempts to connect ([grpc.WithConnectParams]): gRPC's two minutes are longer than a
// run waits for its reader.
func New(conn grpc.ClientConnInterface, options ...Option) *Client {
	return client(conn, func() error { return nil }, with(options))
}

func with(options []Option) settings {
	s := settings{
		credentials: credentials.NewTLS(nil),
		deadline:    20 * time.Minute,
		heartbeat:   5 * time.Second,
		firstPause:  100 * time.Millisecond,
		silence:     3 * time.Second,
	}
	for _, option := range options {
		option(&s)
	}
	return s
}

func client(conn grpc.ClientConnInterface, closeConn func() error, s settings) *Client {
	return &Client{
		settings: s,
		close:    closeConn,
		solver:   plangenv1.NewPlanGenServiceClient(conn),
		runs:     plangenv1.NewRunServiceClient(conn),
		models:   plangenv1.NewModelServiceClient(conn),
	}
}

// Close ends every call with [ErrClosed], as if its context had been cancelled, waits until the server knows (2 seconds at
// most), and closes the connection that [Dial] opened. It may be called from within a loop over a stream.
func (c *Client) Close() error {
	c.open.close()
	return c.close()
}

// deadline gives a call its end. What it returns last is to be called when there is nothing more to tell the server.
func (c *Client) deadline(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithTimeout(ctx, c.settings.deadline)
	ctx, done := c.open.add(ctx)
	return ctx, func() {
		done()
		cancel()
	}
}
