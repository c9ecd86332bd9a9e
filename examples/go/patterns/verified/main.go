// Command verified asks a verifier of one's own beside the model: ../../verifier, named house/hours in the server's
// configuration. Each verdict is shown as it comes, while other candidates are still being written.
package main

import (
	"context"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func main() { demo.Run(verified) }

func verified(ctx context.Context, client *plangen.Client, problem string) error {
	request := &plangenv1.SolveRequest{
		Problem:       problem,
		Verifiers:     []string{"house/hours", "llm"},
		StreamOptions: &plangenv1.StreamOptions{CandidateEvents: true},
	}
	for event, err := range client.SolveStream(ctx, request) {
		if err != nil {
			return err
		}
		update, ok := event.(plangen.Updated)
		if !ok {
			continue
		}
		if verdict := update.GetProgress().GetCandidateVerified().GetVerificationResult(); verdict != nil {
			fmt.Printf("%s by %s: %s\n", verdict.GetCandidateId(), verdict.GetVerifier(), verdict.GetOutcome())
			for _, constraint := range verdict.GetConstraintVerdicts() {
				if constraint.GetOutcome() == plangenv1.Outcome_OUTCOME_VETOED {
					fmt.Printf("  %s %s\n", constraint.GetConstraint(), constraint.GetReason())
				}
			}
		}
		if plan := update.GetResult().GetSelectedSolution(); plan != nil {
			fmt.Printf("%s\nverified: %t, proven: %t\n", plan.GetText(), plan.GetVerified(), plan.GetSound())
		}
	}
	return nil
}
