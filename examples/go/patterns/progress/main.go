// Command progress is pattern 1: how far the work has come, in percent.
package main

import (
	"context"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

const steps = 4

func main() { demo.Run(progress) }

func progress(ctx context.Context, client *plangen.Client, problem string) error {
	complete := map[plangenv1.Step]bool{}
	for event, err := range client.SolveStream(ctx, &plangenv1.SolveRequest{Problem: problem}) {
		if err != nil {
			return err
		}
		switch e := event.(type) {
		case plangen.Restarted:
			// The server has lost the run: another one begins, and so does the count.
			clear(complete)
		case plangen.Updated:
			if e.GetStatus() == plangenv1.StepStatus_STEP_STATUS_COMPLETE {
				complete[e.GetStep()] = true
			}
			fmt.Printf("Progress: %3d%%  %s %s\n", 100*len(complete)/steps, e.GetStep(), e.GetStatus())
		}
	}
	return nil
}
