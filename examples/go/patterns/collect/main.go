// Command collect is pattern 2: all intermediate results, for analysis when the run is over.
package main

import (
	"context"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/protobuf/proto"
)

func main() { demo.Run(collect) }

func collect(ctx context.Context, client *plangen.Client, problem string) error {
	results := &plangenv1.StepData{}
	for event, err := range client.SolveStream(ctx, &plangenv1.SolveRequest{Problem: problem}) {
		if err != nil {
			return err
		}
		switch e := event.(type) {
		case plangen.Restarted:
			proto.Reset(results)
		case plangen.Updated:
			// Each step's data has its own fields only, so merging collects them.
			proto.Merge(results, e.GetData())
		}
	}

	fmt.Printf("Found %d constraints and %d candidate solutions\n", len(results.Constraints), len(results.Solutions))
	for _, verdict := range results.VerificationResults {
		score := "no score"
		if verdict.Score != nil {
			score = fmt.Sprintf("score %d", verdict.GetScore())
		}
		fmt.Printf("%s by %s: %s, %s\n", verdict.GetCandidateId(), verdict.GetVerifier(), score, verdict.GetOutcome())
	}
	fmt.Printf("Selected %s\n", results.GetSelectedSolution().GetCandidateId())
	return nil
}
