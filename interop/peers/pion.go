// Pion as a peer of interop/PROTOCOL.md: pion ROLE [OPTIONS].
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/pion/webrtc/v3"
)

const (
	texts  = 10
	binary = 60000
	usage  = "usage: pion offer|answer [--ice URL[,USER,PASS]]... [--relay] [--sdp-only]"
)

type message map[string]interface{}

type options struct {
	role          string
	configuration webrtc.Configuration
	sdpOnly       bool
}

type peer struct {
	pc      *webrtc.PeerConnection
	channel *webrtc.DataChannel

	mutex      sync.Mutex
	texts      int
	binary     int
	restarting bool
}

var output sync.Mutex

func emit(m interface{}) {
	line, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	output.Lock()
	defer output.Unlock()
	fmt.Println(string(line))
}

func fail(format string, arguments ...interface{}) {
	fmt.Fprintf(os.Stderr, "peer: "+format+"\n", arguments...)
	os.Exit(2)
}

func main() {
	options := parseOptions(os.Args[1:])
	pc, err := webrtc.NewPeerConnection(options.configuration)
	check(err)
	p := &peer{pc: pc}
	pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		emit(message{"event": "state", "state": state.String()})
	})
	pc.OnDataChannel(func(channel *webrtc.DataChannel) {
		channel.OnMessage(func(m webrtc.DataChannelMessage) { check(send(channel, m)) })
	})
	if options.role == "offer" {
		p.open()
	}
	if !options.sdpOnly {
		input := bufio.NewScanner(os.Stdin)
		input.Buffer(nil, 1<<20)
		for input.Scan() && p.handle(input.Bytes()) {
		}
	}
	pc.OnConnectionStateChange(func(webrtc.PeerConnectionState) {})
	// When the other side has closed first, closing has nothing left to talk to and says so.
	if err := pc.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "close:", err)
	}
}

func check(err error) {
	if err != nil {
		emit(message{"event": "error", "message": err.Error()})
		os.Exit(1)
	}
}

func parseOptions(arguments []string) options {
	if len(arguments) == 0 || (arguments[0] != "offer" && arguments[0] != "answer") {
		fail(usage)
	}
	parsed := options{role: arguments[0]}
	for rest := arguments[1:]; len(rest) > 0; rest = rest[1:] {
		switch rest[0] {
		case "--ice":
			if len(rest) < 2 {
				fail("--ice needs URL[,USER,PASS]")
			}
			rest = rest[1:]
			parsed.configuration.ICEServers = append(parsed.configuration.ICEServers, iceServer(rest[0]))
		case "--relay":
			parsed.configuration.ICETransportPolicy = webrtc.ICETransportPolicyRelay
		case "--sdp-only":
			parsed.sdpOnly = true
		case "--media", "--codec":
			fail("%s: this peer has data channels only", rest[0])
		default:
			fail("unknown option %s; %s", rest[0], usage)
		}
	}
	return parsed
}

func iceServer(text string) webrtc.ICEServer {
	parts := strings.SplitN(text, ",", 3)
	server := webrtc.ICEServer{URLs: parts[:1]}
	if len(parts) == 3 {
		server.Username, server.Credential = parts[1], parts[2]
	}
	return server
}

func send(channel *webrtc.DataChannel, m webrtc.DataChannelMessage) error {
	if m.IsString {
		return channel.SendText(string(m.Data))
	}
	return channel.Send(m.Data)
}

func pattern() []byte {
	bytes := make([]byte, binary)
	for i := range bytes {
		bytes[i] = byte(i*7 + i>>8)
	}
	return bytes
}

func (p *peer) open() {
	channel, err := p.pc.CreateDataChannel("lab", nil)
	check(err)
	p.channel = channel
	channel.OnOpen(p.ping)
	channel.OnMessage(p.pong)
	p.offer(nil)
}

func (p *peer) offer(options *webrtc.OfferOptions) {
	description, err := p.pc.CreateOffer(options)
	check(err)
	p.describe(description)
}

// describe prints the local description once it holds all candidates.
func (p *peer) describe(description webrtc.SessionDescription) {
	gathered := webrtc.GatheringCompletePromise(p.pc)
	check(p.pc.SetLocalDescription(description))
	<-gathered
	emit(p.pc.LocalDescription())
}

func (p *peer) ping() {
	p.mutex.Lock()
	p.texts, p.binary = 0, 0
	p.mutex.Unlock()
	for n := 0; n < texts; n++ {
		check(p.channel.SendText(fmt.Sprintf("ping %d", n)))
	}
	check(p.channel.Send(pattern()))
}

func (p *peer) pong(m webrtc.DataChannelMessage) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if m.IsString {
		if string(m.Data) != fmt.Sprintf("ping %d", p.texts) {
			check(fmt.Errorf("echo %d is %q", p.texts, m.Data))
		}
		p.texts++
	} else {
		if !bytes.Equal(m.Data, pattern()) {
			check(fmt.Errorf("the binary echo of %d bytes differs", len(m.Data)))
		}
		p.binary = len(m.Data)
	}
	if p.texts == texts && p.binary > 0 {
		emit(message{"event": "echo", "text": p.texts, "binary": p.binary})
	}
}

// handle says whether to go on.
func (p *peer) handle(line []byte) bool {
	var m struct{ Type, SDP, Cmd string }
	check(json.Unmarshal(line, &m))
	switch {
	case m.Type == "offer":
		check(p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: m.SDP}))
		answer, err := p.pc.CreateAnswer(nil)
		check(err)
		p.describe(answer)
	case m.Type == "answer":
		check(p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: m.SDP}))
		if p.restarting {
			p.restarting = false
			p.ping()
		}
	case m.Cmd == "restart":
		p.restarting = true
		p.offer(&webrtc.OfferOptions{ICERestart: true})
	case m.Cmd == "stats":
		emit(message{"event": "stats", "video_in": 0, "audio_in": 0})
	case m.Cmd == "quit":
		return false
	default:
		check(fmt.Errorf("unknown message %s", line))
	}
	return true
}
