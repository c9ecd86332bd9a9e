// Package demo is what the examples have in common: where the server is, and what it is asked.
package demo

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

// Problem is asked where the command line has none. The server's offline model understands meetings that are worded so.
const Problem = `You need to schedule a meeting for Amara and Piotr for half an hour between the work hours of 9:00 to 17:00 on Tuesday.

Here are the existing schedules for everyone during the day:
Amara has meetings on Tuesday during 9:00 to 11:00, 13:00 to 15:30;
Piotr has blocked their calendar on Tuesday during 11:30 to 13:00, 16:00 to 17:00;

Find a time that works for everyone's schedule and constraints.`

// Run runs an example until it is done or Ctrl-C is pressed, and exits with status 1 if it fails.
func Run(example func(ctx context.Context, client *plangen.Client, problem string) error) {
	target := flag.String("target", "127.0.0.1:9090", "host:port of a PlanGEN server")
	flag.Parse()
	problem := Problem
	if flag.NArg() > 0 {
		problem = flag.Arg(0)
	}
	if err := run(*target, problem, example); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(target, problem string, example func(context.Context, *plangen.Client, string) error) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	client, err := plangen.Dial(target, plangen.Plaintext())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	return example(ctx, client, problem)
}

// ShowEnd shows how a run has ended that was cancelled, once it has.
func ShowEnd(ctx context.Context, client *plangen.Client, runID string) error {
	for {
		run, err := client.GetRun(ctx, runID)
		if err != nil {
			return err
		}
		if run.GetState() != plangenv1.RunState_RUN_STATE_RUNNING {
			fmt.Printf("%s after %d model calls\n", run.GetState(), run.GetUsage().GetModelCalls())
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
}
