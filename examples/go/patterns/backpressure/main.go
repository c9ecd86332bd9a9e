// Command backpressure reads a stream quickly, then one slowly. The slow reader holds nobody up: the run is over long
// before it has read to the end. Nor does what it has not read pile up: it gets fewer and longer pieces of text, and ends
// up with the same texts.
//
// The offline model writes faster than anybody reads, so that there is little to see; start the server with a
// tokens_per_second of 100 for it.
package main

import (
	"context"
	"fmt"
	"time"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/protobuf/proto"
)

func main() { demo.Run(compare) }

func compare(ctx context.Context, client *plangen.Client, problem string) error {
	for _, pause := range []time.Duration{0, 20 * time.Millisecond} {
		if err := read(ctx, client, problem, pause); err != nil {
			return err
		}
	}
	return nil
}

func read(ctx context.Context, client *plangen.Client, problem string, pause time.Duration) error {
	request := &plangenv1.SolveRequest{
		Problem:       problem,
		Sampling:      &plangenv1.Sampling{Seed: proto.Int64(1)},
		StreamOptions: &plangenv1.StreamOptions{TextDeltas: true},
		Algorithm: &plangenv1.Algorithm{
			Kind: &plangenv1.Algorithm_BestOfN{BestOfN: &plangenv1.BestOfN{Candidates: proto.Int32(30)}},
		},
	}
	begin := time.Now()
	pieces, bytes, longest, runID := 0, 0, 0, ""
	for event, err := range client.SolveStream(ctx, request) {
		if err != nil {
			return err
		}
		switch e := event.(type) {
		case plangen.TextWritten:
			piece := len(e.Text) - e.Kept
			pieces, bytes, longest = pieces+1, bytes+piece, max(longest, piece)
			time.Sleep(pause)
		case plangen.Updated:
			runID = e.GetRunId()
		}
	}
	reading := time.Since(begin)
	run, err := client.GetRun(ctx, runID)
	if err != nil {
		return err
	}
	running := run.GetEndTime().AsTime().Sub(run.GetCreateTime().AsTime())
	fmt.Printf("pause %v: %d bytes in %d pieces, the longest of %d; the run took %v, reading it %v\n",
		pause, bytes, pieces, longest, running.Round(time.Millisecond), reading.Round(time.Millisecond))
	return nil
}
