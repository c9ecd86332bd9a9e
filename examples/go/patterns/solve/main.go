// Command solve asks for a plan and waits for it: the whole program, with nothing shared.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"time"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func main() {
	target := flag.String("target", "127.0.0.1:9090", "host:port of a PlanGEN server")
	flag.Parse()

	client, err := plangen.Dial(*target, plangen.Plaintext())
	if err != nil {
		log.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	response, err := client.Solve(ctx, &plangenv1.SolveRequest{
		Problem:   demo.Problem,
		Verifiers: []string{"calendar", "llm"},
	})
	cancel()
	if err != nil {
		log.Fatal(err)
	}
	plan := response.GetResult().GetSelectedSolution()
	fmt.Println(plan.GetText())
	fmt.Printf("score %d, verified: %t, proven: %t\n", plan.GetScore(), plan.GetVerified(), plan.GetSound())
	if err := client.Close(); err != nil {
		log.Fatal(err)
	}
}
