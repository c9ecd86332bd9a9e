// Command stop is pattern 4: leaving early. It asks for one candidate only, so that there are too few to go on with.
package main

import (
	"context"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/protobuf/proto"
)

func main() { demo.Run(stop) }

func stop(ctx context.Context, client *plangen.Client, problem string) error {
	request := &plangenv1.SolveRequest{
		Problem: problem,
		Algorithm: &plangenv1.Algorithm{
			Kind: &plangenv1.Algorithm_BestOfN{BestOfN: &plangenv1.BestOfN{Candidates: proto.Int32(1)}},
		},
	}
	runID := ""
	for event, err := range client.SolveStream(ctx, request) {
		if err != nil {
			return err
		}
		update, ok := event.(plangen.Updated)
		if !ok || update.GetStep() != plangenv1.Step_STEP_GENERATE_SOLUTIONS || update.GetData() == nil {
			continue
		}
		if n := len(update.GetData().GetSolutions()); n < 2 {
			fmt.Printf("Not enough solutions generated (%d), stopping\n", n)
			runID = update.GetRunId()
			// Leaving the loop cancels the run, and the model calls that it has in flight.
			break
		}
	}
	return demo.ShowEnd(ctx, client, runID)
}
