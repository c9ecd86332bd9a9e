package plangen

import (
	"context"
	"crypto/rand"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
)

type updates = grpc.ServerStreamingClient[plangenv1.StepUpdate]

// source is where a stream's updates come from: a run that the stream starts, or one that is there.
type source interface {
	// begin reads from where the caller wants to, and again where the run that was read is lost.
	begin(ctx context.Context) (updates, error)

	streamOptions() *plangenv1.StreamOptions

	// leave is called when the caller will not come back.
	leave(ctx context.Context)

	// restarts tells whether a run that is lost is to be started again.
	restarts() bool

	// grace is how long a run goes on that nobody reads; negative where that does not end it.
	grace() time.Duration
}

// solving starts a run, and cancels it on leaving.
type solving struct {
	client  *Client
	request *plangenv1.SolveRequest
	cancels bool
}

func (c *Client) solving(asked *plangenv1.SolveRequest) *solving {
	request := proto.CloneOf(asked)
	continues := request.GetOnDisconnect() == plangenv1.OnDisconnect_ON_DISCONNECT_CONTINUE
	// Others may have joined a run that has a name of the caller's: it ends when the last of them has left.
	shared := request.GetRequestId() != ""
	if !shared {
		request.RequestId = newRequestID()
	}
	if !continues && request.DisconnectGrace == nil {
		request.DisconnectGrace = durationpb.New(grace)
	}
	request.StreamOptions = c.withHeartbeat(request.GetStreamOptions())
	return &solving{client: c, request: request, cancels: !shared && !continues}
}

func (s *solving) begin(ctx context.Context) (updates, error) {
	return s.client.solver.SolveStream(ctx, s.request)
}

func (s *solving) streamOptions() *plangenv1.StreamOptions {
	return s.request.GetStreamOptions()
}

func (s *solving) leave(ctx context.Context) {
	if s.cancels {
		// If the server cannot be reached, the run ends by itself when its grace is over.
		_, _ = s.client.runs.CancelRun(ctx, &plangenv1.CancelRunRequest{
			Run: &plangenv1.CancelRunRequest_RequestId{RequestId: s.request.GetRequestId()},
		})
	}
}

func (s *solving) restarts() bool { return true }

func (s *solving) grace() time.Duration {
	if s.request.GetOnDisconnect() == plangenv1.OnDisconnect_ON_DISCONNECT_CONTINUE {
		return -1
	}
	return s.request.GetDisconnectGrace().AsDuration()
}

// watching reads a run that is there, and only leaves it.
type watching struct {
	client  *Client
	request *plangenv1.WatchRunRequest
}

func (c *Client) watching(asked *plangenv1.WatchRunRequest) *watching {
	request := proto.CloneOf(asked)
	request.StreamOptions = c.withHeartbeat(request.GetStreamOptions())
	return &watching{client: c, request: request}
}

func (w *watching) begin(ctx context.Context) (updates, error) {
	return w.client.runs.WatchRun(ctx, w.request)
}

func (w *watching) streamOptions() *plangenv1.StreamOptions {
	return w.request.GetStreamOptions()
}

func (w *watching) leave(context.Context) {}

func (w *watching) restarts() bool { return false }

func (w *watching) grace() time.Duration { return -1 }

func (c *Client) withHeartbeat(options *plangenv1.StreamOptions) *plangenv1.StreamOptions {
	if options == nil {
		options = &plangenv1.StreamOptions{}
	}
	options.HeartbeatInterval = durationpb.New(c.settings.heartbeat)
	return options
}

func newRequestID() string {
	return rand.Text()
}
