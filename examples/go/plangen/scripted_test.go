package plangen

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"
)

// scripted is a PlanGEN server on a socket whose runs tell what a script says. Its fields are set before it is called.
type scripted struct {
	plangenv1.UnimplementedPlanGenServiceServer
	plangenv1.UnimplementedRunServiceServer

	script []*plangenv1.StepUpdate

	// refuse may fail a SolveStream, the nth from 1, before it has a run.
	refuse func(n int) error

	// disturb is called before a reader, the nth from 1, is sent its kth update, from 0; what it returns ends the stream.
	disturb func(ctx context.Context, reader, sent int) error

	mu        sync.Mutex
	target    string
	runs      map[string]*scriptedRun // by request_id
	requests  []*plangenv1.SolveRequest
	readers   int
	started   int
	cancelled chan string // ids
	stop      func()
}

type scriptedRun struct{ id string }

func serve(t *testing.T, s *scripted) *scripted {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if s.script == nil {
		s.script = script()
	}
	s.target = listener.Addr().String()
	s.runs = map[string]*scriptedRun{}
	s.cancelled = make(chan string, 1000)
	server := grpc.NewServer()
	plangenv1.RegisterPlanGenServiceServer(server, s)
	plangenv1.RegisterRunServiceServer(server, s)
	go func() { _ = server.Serve(listener) }()
	s.stop = server.Stop
	t.Cleanup(s.stop)
	return s
}

func (s *scripted) client(t *testing.T, options ...Option) *Client {
	t.Helper()
	client, err := Dial(s.target, append([]Option{Plaintext(), hurried}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func hurried(s *settings) { s.firstPause, s.silence = time.Millisecond, 300*time.Millisecond }

func (s *scripted) SolveStream(request *plangenv1.SolveRequest, stream grpc.ServerStreamingServer[plangenv1.StepUpdate]) error {
	s.mu.Lock()
	s.requests = append(s.requests, request)
	n := len(s.requests)
	s.mu.Unlock()
	if s.refuse != nil {
		if err := s.refuse(n); err != nil {
			return err
		}
	}
	s.mu.Lock()
	run, ok := s.runs[request.GetRequestId()]
	if !ok {
		s.started++
		run = &scriptedRun{id: fmt.Sprintf("run-%d", s.started)}
		s.runs[request.GetRequestId()] = run
	}
	s.mu.Unlock()
	if err := stream.SendHeader(metadata.Pairs("plangen-run-id", run.id)); err != nil {
		return err
	}
	return s.send(run, 0, stream)
}

func (s *scripted) WatchRun(request *plangenv1.WatchRunRequest, stream grpc.ServerStreamingServer[plangenv1.StepUpdate]) error {
	run := s.find(request.GetRunId(), request.GetRequestId())
	if run == nil {
		return refusal(codes.NotFound, "RUN_NOT_FOUND", 0)
	}
	return s.send(run, request.GetAfterSequence(), stream)
}

func (s *scripted) CancelRun(_ context.Context, request *plangenv1.CancelRunRequest) (*plangenv1.Run, error) {
	run := s.find(request.GetRunId(), request.GetRequestId())
	if run == nil {
		return nil, refusal(codes.NotFound, "RUN_NOT_FOUND", 0)
	}
	s.cancelled <- run.id
	return &plangenv1.Run{RunId: run.id}, nil
}

func (s *scripted) find(runID, requestID string) *scriptedRun {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, run := range s.runs {
		if run.id == runID || id == requestID {
			return run
		}
	}
	return nil
}

// forget loses all runs, as a server does that starts again.
func (s *scripted) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.runs)
}

func (s *scripted) send(run *scriptedRun, after int64, stream grpc.ServerStreamingServer[plangenv1.StepUpdate]) error {
	s.mu.Lock()
	s.readers++
	reader := s.readers
	updates := readFrom(s.script, run.id, after)
	s.mu.Unlock()
	for sent, update := range updates {
		if s.disturb != nil {
			err := s.disturb(stream.Context(), reader, sent)
			if ended, ok := err.(errEnd); ok {
				return ended.error
			}
			if err != nil {
				return err
			}
		}
		if err := stream.Send(update); err != nil {
			return err
		}
	}
	return nil
}

func (s *scripted) startedRuns() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.started
}

// refusal is a status as the server makes them.
func refusal(code codes.Code, reason string, retryDelay time.Duration, details ...protoadapt.MessageV1) error {
	details = append(details, &errdetails.ErrorInfo{Domain: domain, Reason: reason})
	if retryDelay > 0 {
		details = append(details, &errdetails.RetryInfo{RetryDelay: durationpb.New(retryDelay)})
	}
	s, err := status.New(code, "as scripted").WithDetails(details...)
	if err != nil {
		panic(err)
	}
	return s.Err()
}

// solve reads a whole solve with all that can be asked for.
func solve(ctx context.Context, client *Client) (told, error) {
	var all told
	request := &plangenv1.SolveRequest{
		Problem:       "When do we meet?",
		StreamOptions: &plangenv1.StreamOptions{CandidateEvents: true, TextDeltas: true},
	}
	for event, err := range client.SolveStream(ctx, request) {
		if err != nil {
			return all, err
		}
		all.add(event)
	}
	return all, nil
}

func undisturbed(t *testing.T) told {
	t.Helper()
	all, err := solve(t.Context(), serve(t, &scripted{}).client(t))
	if err != nil {
		t.Fatal(err)
	}
	return all
}
