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

	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/webrtc/v3"
)

const (
	texts  = 10
	binary = 60000
	usage  = "usage: pion offer|answer [--media] [--ice URL[,USER,PASS]]... [--relay] [--sdp-only]"
)

type message map[string]interface{}

type options struct {
	role          string
	configuration webrtc.Configuration
	sdpOnly       bool
	media         bool
}

type peer struct {
	pc      *webrtc.PeerConnection
	channel *webrtc.DataChannel
	signal  *webrtc.DataChannel

	mutex      sync.Mutex
	texts      int
	binary     int
	restarting bool
	tracks     int
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

func emitOpen(channel *webrtc.DataChannel) {
	emit(message{"event": "open", "label": channel.Label()})
}

func fail(format string, arguments ...interface{}) {
	fmt.Fprintf(os.Stderr, "peer: "+format+"\n", arguments...)
	os.Exit(2)
}

func main() {
	options := parseOptions(os.Args[1:])
	pc, err := newAPI().NewPeerConnection(options.configuration)
	check(err)
	p := &peer{pc: pc}
	pc.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		emit(message{"event": "state", "state": state.String()})
	})
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) { drain(track) })
	pc.OnDataChannel(func(channel *webrtc.DataChannel) {
		if channel.Label() == "signal" {
			p.signalOver(channel)
		} else {
			channel.OnMessage(func(m webrtc.DataChannelMessage) { check(send(channel, m)) })
		}
		if options.media {
			channel.OnOpen(func() { emitOpen(channel) })
		}
	})
	if options.media {
		check(p.addTrack("audio"))
		check(p.addTrack("video"))
	}
	if options.role == "offer" {
		p.open(options.media)
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

// newAPI makes what webrtc.NewPeerConnection uses, but logs to standard error: standard output has the protocol.
func newAPI() *webrtc.API {
	media := &webrtc.MediaEngine{}
	check(media.RegisterDefaultCodecs())
	interceptors := &interceptor.Registry{}
	check(webrtc.RegisterDefaultInterceptors(media, interceptors))
	logs := logging.NewDefaultLoggerFactory()
	logs.Writer = os.Stderr
	return webrtc.NewAPI(
		webrtc.WithMediaEngine(media),
		webrtc.WithInterceptorRegistry(interceptors),
		webrtc.WithSettingEngine(webrtc.SettingEngine{LoggerFactory: logs}),
	)
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
		case "--media":
			parsed.media = true
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

func (p *peer) open(media bool) {
	channel, err := p.pc.CreateDataChannel("lab", nil)
	check(err)
	p.channel = channel
	channel.OnMessage(p.pong)
	if !media {
		channel.OnOpen(p.ping)
	} else {
		channel.OnOpen(func() { emitOpen(channel) })
		signal, err := p.pc.CreateDataChannel("signal", nil)
		check(err)
		signal.OnOpen(func() { emitOpen(signal) })
		p.signalOver(signal)
	}
	emit(p.offer(nil))
}

func (p *peer) offer(options *webrtc.OfferOptions) *webrtc.SessionDescription {
	description, err := p.pc.CreateOffer(options)
	check(err)
	return p.describe(description)
}

func (p *peer) answer(offer string) *webrtc.SessionDescription {
	p.setRemote(webrtc.SDPTypeOffer, offer)
	description, err := p.pc.CreateAnswer(nil)
	check(err)
	return p.describe(description)
}

func (p *peer) setRemote(kind webrtc.SDPType, sdp string) {
	check(p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: kind, SDP: sdp}))
}

// describe gives the local description once it holds all candidates.
func (p *peer) describe(description webrtc.SessionDescription) *webrtc.SessionDescription {
	gathered := webrtc.GatheringCompletePromise(p.pc)
	check(p.pc.SetLocalDescription(description))
	<-gathered
	return p.pc.LocalDescription()
}

func (p *peer) signalOver(channel *webrtc.DataChannel) {
	p.signal = channel
	channel.OnMessage(func(m webrtc.DataChannelMessage) {
		var description webrtc.SessionDescription
		check(json.Unmarshal(m.Data, &description))
		if description.Type == webrtc.SDPTypeOffer {
			p.sendSignal(p.answer(description.SDP))
		} else {
			p.setRemote(description.Type, description.SDP)
			emit(message{"event": "done", "cmd": "negotiate"})
		}
	})
}

func (p *peer) sendSignal(description *webrtc.SessionDescription) {
	text, err := json.Marshal(description)
	check(err)
	check(p.signal.SendText(string(text)))
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
	var m struct{ Type, SDP, Cmd, Kind, Mid, Over string }
	check(json.Unmarshal(line, &m))
	switch {
	case m.Type == "offer":
		emit(p.answer(m.SDP))
	case m.Type == "answer":
		p.setRemote(webrtc.SDPTypeAnswer, m.SDP)
		if p.restarting {
			p.restarting = false
			p.ping()
		}
	case m.Cmd == "restart":
		p.restarting = true
		emit(p.offer(&webrtc.OfferOptions{ICERestart: true}))
	case m.Cmd == "negotiate" && m.Over == "signal":
		p.sendSignal(p.offer(nil))
	case m.Cmd == "negotiate":
		emit(p.offer(nil))
	case m.Cmd == "echo":
		p.ping()
	case m.Cmd == "state":
		emit(p.state())
	case m.Cmd == "stats":
		emit(message{"event": "stats", "video_in": 0, "audio_in": 0})
	case m.Cmd == "add-track":
		check(p.addTrack(m.Kind))
		emit(message{"event": "done", "cmd": m.Cmd})
	case m.Cmd == "remove-track":
		check(p.removeTrack(m.Mid))
		emit(message{"event": "done", "cmd": m.Cmd})
	case m.Cmd == "quit":
		return false
	default:
		check(fmt.Errorf("%s: Pion cannot do that", line))
	}
	return true
}

// addTrack adds a track that is never written to.
func (p *peer) addTrack(kind string) error {
	capability := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8}
	if kind == "audio" {
		capability.MimeType = webrtc.MimeTypeOpus
	}
	p.tracks++
	track, err := webrtc.NewTrackLocalStaticSample(capability, fmt.Sprintf("%s%d", kind, p.tracks), "pion")
	if err == nil {
		_, err = p.pc.AddTrack(track)
	}
	return err
}

func (p *peer) removeTrack(mid string) error {
	for _, transceiver := range p.pc.GetTransceivers() {
		if transceiver.Mid() == mid {
			return p.pc.RemoveTrack(transceiver.Sender())
		}
	}
	return fmt.Errorf("no transceiver has mid %s", mid)
}

func drain(track *webrtc.TrackRemote) {
	for {
		if _, _, err := track.ReadRTP(); err != nil {
			return
		}
	}
}

func (p *peer) state() message {
	transceivers := []message{}
	for _, transceiver := range p.pc.GetTransceivers() {
		transceivers = append(transceivers, message{
			"mid":       transceiver.Mid(),
			"kind":      transceiver.Kind().String(),
			"direction": transceiver.Direction().String(),
		})
	}
	return message{
		"event":        "session",
		"signaling":    p.pc.SignalingState().String(),
		"connection":   p.pc.ConnectionState().String(),
		"local":        text(p.pc.CurrentLocalDescription()),
		"remote":       text(p.pc.CurrentRemoteDescription()),
		"transceivers": transceivers,
	}
}

func text(description *webrtc.SessionDescription) string {
	if description == nil {
		return ""
	}
	return description.SDP
}
