// Command generate streams from a model itself, without the PlanGEN method: for workflows of one's own.
package main

import (
	"context"
	"fmt"

	"github.com/plangen/plangen-server/examples/go/internal/demo"
	"github.com/plangen/plangen-server/examples/go/plangen"
	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
)

func main() { demo.Run(generate) }

func generate(ctx context.Context, client *plangen.Client, prompt string) error {
	for piece, err := range client.GenerateStream(ctx, &plangenv1.GenerateRequest{Prompt: prompt}) {
		if err != nil {
			return err
		}
		fmt.Print(piece.Text[piece.Kept:])
		if usage := piece.GetUsage(); usage != nil {
			fmt.Printf("\n(%s, %d tokens)\n", piece.GetFinishReason(), usage.GetOutputTokens())
		}
	}
	return nil
}
