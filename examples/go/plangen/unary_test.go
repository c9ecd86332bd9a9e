package plangen

import (
	"context"
	"net"
	"strings"
	"testing"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// deleting is a server that deletes a run, and does not say so the first time.
type deleting struct {
	plangenv1.UnimplementedRunServiceServer
	runs  map[string]bool
	calls int
}

func (d *deleting) DeleteRun(_ context.Context, request *plangenv1.DeleteRunRequest) (*plangenv1.DeleteRunResponse, error) {
	d.calls++
	if !d.runs[request.GetRunId()] {
		return nil, refusal(codes.NotFound, "RUN_NOT_FOUND", 0)
	}
	delete(d.runs, request.GetRunId())
	return nil, status.Error(codes.Unavailable, "the connection broke")
}

func TestADeletionWhoseAnswerIsLostHasBeenDoneAndOneOfNoRunHasNot(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	service := &deleting{runs: map[string]bool{"run-1": true}}
	server := grpc.NewServer()
	plangenv1.RegisterRunServiceServer(server, service)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	client, err := Dial(listener.Addr().String(), Plaintext(), hurried)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })

	if err := client.DeleteRun(t.Context(), "run-1"); err != nil || service.calls != 2 {
		t.Fatal(err, service.calls)
	}
	if err := client.DeleteRun(t.Context(), "run-1"); asError(t, err).Reason != "RUN_NOT_FOUND" {
		t.Fatal(err)
	}
}

func TestALongTextIsNotCopiedForEachOfItsPieces(t *testing.T) {
	const piece = "four"
	grow := func(pieces int) float64 {
		return testing.AllocsPerRun(1, func() {
			var text document
			for i := range pieces {
				if kept := text.write(int64(i*len(piece)), piece); kept != i*len(piece) {
					t.Fatal(kept)
				}
			}
			if text.String() != strings.Repeat(piece, pieces) {
				t.Fatal("the text is another")
			}
		})
	}
	if allocations := grow(100_000); allocations > 100 {
		t.Fatalf("%v allocations", allocations)
	}
}

func TestATextThatIsWrittenAnewLeavesWhatWasToldAsItWas(t *testing.T) {
	var text document
	text.write(0, "Monday, 10:00")
	told := text.String()
	text.write(8, "9:00")
	text.write(-5, "Tuesday")
	text.write(1_000, ", noon")
	if told != "Monday, 10:00" || text.String() != "Tuesday, noon" {
		t.Fatal(told, text.String())
	}
}
