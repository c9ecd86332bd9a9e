// Command text shows all that the model writes while it writes it, in every step. It asks for one candidate, so that
// there is one text at a time.
package main

import (
	"context"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/protobuf/proto"
)

func main() { demo.Run(watch) }

func watch(ctx context.Context, client *plangen.Client, problem string) error {
	request := &plangenv1.SolveRequest{
		Problem:       problem,
		StreamOptions: &plangenv1.StreamOptions{TextDeltas: true},
		Algorithm: &plangenv1.Algorithm{
			Kind: &plangenv1.Algorithm_BestOfN{BestOfN: &plangenv1.BestOfN{Candidates: proto.Int32(1)}},
		},
	}
	defer fmt.Println()
	shown := ""
	for event, err := range client.SolveStream(ctx, request) {
		if err != nil {
			return err
		}
		switch e := event.(type) {
		case plangen.Updated:
			if e.GetStatus() == plangenv1.StepStatus_STEP_STATUS_IN_PROGRESS {
				fmt.Printf("\n\n== %s\n", e.GetStep())
				shown = ""
			}
		case plangen.TextWritten:
			if e.Kept < len(shown) {
				// The call was made again, and what it had written is void.
				fmt.Print("\n-- again\n", e.Text[:e.Kept])
			}
			fmt.Print(e.Text[e.Kept:])
			shown = e.Text
		}
	}
	return nil
}
