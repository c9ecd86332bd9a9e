// Command verifier is a verifier of one's own, for the PlanGEN server to call: a rule of the house, which no problem
// states and no model knows.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	plangenv1 "github.com/plangen/plangen-server/gen/go/plangen/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
)

// grace is how long verdicts that are being given may take when the verifier is told to end.
const grace = 2 * time.Second

func main() {
	port := flag.Int("port", 9004, "port on 127.0.0.1; 0 for a free one")
	flag.Parse()

	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(*port)))
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	plangenv1.RegisterVerifierServiceServer(server, house{})
	// The PlanGEN server watches it, and calls the verifier again as soon as it serves.
	healthService := health.NewServer()
	grpc_health_v1.RegisterHealthServer(server, healthService)
	reflection.Register(server)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, func() {
		healthService.Shutdown()
		// Whoever watches the health does so for ever: only verdicts are waited for.
		time.AfterFunc(grace, server.Stop)
		server.GracefulStop()
	})
	fmt.Println("listening on", listener.Addr())
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}
