// Command ui is pattern 3: a user interface that follows the work, here a terminal with a spinner. Where the output is
// not a terminal there is nothing to spin, and it shows the results alone.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func main() { demo.Run(show) }

func show(ctx context.Context, client *plangen.Client, problem string) error {
	hide := func() {}
	defer func() { hide() }()
	for event, err := range client.SolveStream(ctx, &plangenv1.SolveRequest{Problem: problem}) {
		if err != nil {
			return err
		}
		update, ok := event.(plangen.Updated)
		if !ok {
			continue
		}
		hide()
		switch update.GetStatus() {
		case plangenv1.StepStatus_STEP_STATUS_IN_PROGRESS:
			hide = spin("Processing " + update.GetStep().String())
		case plangenv1.StepStatus_STEP_STATUS_COMPLETE:
			hide = func() {}
			display(update)
		}
	}
	return nil
}

func display(update plangen.Updated) {
	switch data := update.GetData(); update.GetStep() {
	case plangenv1.Step_STEP_EXTRACT_CONSTRAINTS:
		fmt.Println("Constraints:")
		for _, constraint := range data.GetConstraints() {
			fmt.Println("  -", constraint)
		}
	case plangenv1.Step_STEP_GENERATE_SOLUTIONS:
		fmt.Println("Candidates:")
		for _, solution := range data.GetSolutions() {
			fmt.Println("  -", solution.GetText())
		}
	case plangenv1.Step_STEP_SELECT_SOLUTION:
		fmt.Println("Plan:", data.GetSelectedSolution().GetText())
	}
}

// spin shows a spinner until the function that it returns is called.
func spin(text string) (hide func()) {
	if info, err := os.Stdout.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for frame := 0; ; frame++ {
			fmt.Printf("\r%c %s ", `|/-\`[frame%4], text)
			select {
			case <-tick.C:
			case <-stop:
				fmt.Print("\r\x1b[K")
				return
			}
		}
	}()
	return func() {
		close(stop)
		<-stopped
	}
}
