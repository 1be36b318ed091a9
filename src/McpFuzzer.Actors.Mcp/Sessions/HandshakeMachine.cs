namespace McpFuzzer.Actors.Mcp.Sessions;

/// <summary>
/// Decides how a handshake goes on. The newer era is asked for first; a silence, an error or an exit leads to
/// <c>initialize</c>, what only a server of the newer era can say never does. A process that has been sent both is not
/// used in the newer era, one that holds <c>server/discover</c> against us not in the older one: another is started. At
/// most three are. An input that has no place in the table changes nothing.
/// <code>
/// phase        │ input                                   │ next                     │ effect
/// ─────────────┼─────────────────────────────────────────┼──────────────────────────┼───────────────
/// Starting     │ Started, newer era possible             │ Discovering              │ SendDiscover
///              │ Started, else                           │ Initializing             │ SendInitialize
/// Discovering  │ Discovered                              │ Agreed                   │
///              │ DiscoverRejected, initialize allowed    │ Initializing             │ SendInitialize
///              │ DiscoverRejected, else                  │ Failed                   │
///              │ WaitOver, newer era not known           │ Both                     │ SendInitialize
///              │ Gone, newer era not known               │ Starting: initialize     │
/// Both         │ Discovered                              │ Starting: discover       │
///              │ DiscoverRejected                        │ Initializing             │
///              │ Initialized, InitializeRejected,        │ Weighing                 │
///              │ NotUsable                               │                          │
///              │ Gone                                    │ Starting: initialize     │
/// Weighing     │ Discovered                              │ Starting: discover       │
///              │ DiscoverRejected, WaitOver, TimedOut    │ as Initializing with the answer that is weighed
///              │ Gone                                    │ Starting: initialize     │
/// Initializing │ Initialized                             │ Agreed                   │
///              │ InitializeRejected, discover was sent   │ Starting: initialize     │
///              │ InitializeRejected -32601, discover was │ Starting: discover       │
///              │ never rejected                          │                          │
///              │ InitializeRejected, else                │ Failed                   │
///              │ Gone, discover was sent                 │ Starting: initialize     │
/// any of these │ NewerRejected, may discover             │ Starting: discover       │
///              │ NewerRejected, else                     │ Failed                   │
///              │ NotUsable, TimedOut, Gone               │ Failed                   │
/// </code>
/// </summary>
internal static class HandshakeMachine
{
    private const int MethodNotFound = -32601;
    private const int MostProcesses = 3;
    private const string Contradicts = "the target answers in another protocol era each time";

    /// <summary>Returns the next state; the same object when the input changes nothing.</summary>
    public static (HandshakeState State, HandshakeEffect Effect) Step(HandshakeState state, HandshakeInput input) =>
        (state.Phase, input) switch
        {
            (HandshakePhase.Agreed or HandshakePhase.Failed, _) => (state, HandshakeEffect.None),
            (HandshakePhase.Starting, HandshakeInput.Started) => Begin(state with { Processes = state.Processes + 1 }),
            (HandshakePhase.Starting, _) => (state, HandshakeEffect.None),

            (_, HandshakeInput.NewerRejected { MayDiscover: true } newer) => Stay(
                Discover(state, new HandshakeFailure.Rejected(newer.Why))
            ),
            (_, HandshakeInput.NewerRejected newer) => Stay(Fail(state, new HandshakeFailure.Rejected(newer.Why))),

            (HandshakePhase.Discovering, _) => Discovering(state, input),
            (HandshakePhase.Both, _) => Stay(Both(state, input)),
            (HandshakePhase.Weighing, _) => Stay(Weighing(state, input)),
            (HandshakePhase.Initializing, _) => Stay(Initializing(state, input)),
            _ => (state, HandshakeEffect.None),
        };

    private static (HandshakeState State, HandshakeEffect Effect) Begin(HandshakeState state) =>
        state.Probes
            ? (state with { Phase = HandshakePhase.Discovering }, HandshakeEffect.SendDiscover)
            : (state with { Phase = HandshakePhase.Initializing }, HandshakeEffect.SendInitialize);

    // A target that changes its answer each time would be started without end.
    private static bool IsEnough(HandshakeState state) => state.Processes >= MostProcesses;

    private static (HandshakeState State, HandshakeEffect Effect) Discovering(
        HandshakeState state,
        HandshakeInput input
    ) =>
        input switch
        {
            HandshakeInput.Discovered discovered => Stay(Agree(state, discovered.Agreement)),
            HandshakeInput.DiscoverRejected when state.MayInitialize => (
                state with
                {
                    Phase = HandshakePhase.Initializing,
                    HasRejectedDiscover = true,
                },
                HandshakeEffect.SendInitialize
            ),
            HandshakeInput.DiscoverRejected rejected => Stay(Fail(state, new HandshakeFailure.Rejected(rejected.Why))),
            HandshakeInput.WaitOver when !state.IsNewer => (
                state with
                {
                    Phase = HandshakePhase.Both,
                },
                HandshakeEffect.SendInitialize
            ),
            HandshakeInput.Gone gone when !state.IsNewer => Stay(
                Initialize(state, new HandshakeFailure.Gone(gone.Written))
            ),
            _ => Stay(EndOrIgnore(state, input)),
        };

    private static HandshakeState Both(HandshakeState state, HandshakeInput input) =>
        input switch
        {
            HandshakeInput.Discovered => Discover(state, failure: null),
            HandshakeInput.DiscoverRejected => state with
            {
                Phase = HandshakePhase.Initializing,
                HasRejectedDiscover = true,
            },
            HandshakeInput.Initialized or HandshakeInput.InitializeRejected or HandshakeInput.NotUsable => state with
            {
                Phase = HandshakePhase.Weighing,
                Weighed = input,
            },
            HandshakeInput.Gone gone => Initialize(state, new HandshakeFailure.Gone(gone.Written)),
            _ => EndOrIgnore(state, input),
        };

    private static HandshakeState Weighing(HandshakeState state, HandshakeInput input) =>
        input switch
        {
            HandshakeInput.Discovered => Discover(state, failure: null),
            HandshakeInput.DiscoverRejected => Initializing(state with { HasRejectedDiscover = true }, state.Weighed!),
            HandshakeInput.WaitOver or HandshakeInput.TimedOut => Initializing(state, state.Weighed!),
            HandshakeInput.Gone gone => Initialize(state, new HandshakeFailure.Gone(gone.Written)),
            _ => state,
        };

    private static HandshakeState Initializing(HandshakeState state, HandshakeInput input) =>
        input switch
        {
            HandshakeInput.Initialized initialized => Agree(state, initialized.Agreement),
            HandshakeInput.InitializeRejected rejected when state.Probes => Initialize(
                state,
                new HandshakeFailure.Rejected(rejected.Why)
            ),
            HandshakeInput.InitializeRejected { Code: MethodNotFound } rejected when !state.HasRejectedDiscover =>
                Discover(state, new HandshakeFailure.Rejected(rejected.Why)),
            HandshakeInput.InitializeRejected rejected => Fail(state, new HandshakeFailure.Rejected(rejected.Why)),
            HandshakeInput.Gone gone when state.Probes => Initialize(state, new HandshakeFailure.Gone(gone.Written)),
            _ => EndOrIgnore(state, input),
        };

    private static HandshakeState EndOrIgnore(HandshakeState state, HandshakeInput input) =>
        input switch
        {
            HandshakeInput.NotUsable useless => Fail(state, new HandshakeFailure.Rejected(useless.Why)),
            HandshakeInput.TimedOut => Fail(state, new HandshakeFailure.TimedOut(state.WaitedFor)),
            HandshakeInput.Gone gone => Fail(state, new HandshakeFailure.Gone(gone.Written)),
            _ => state,
        };

    /// <summary>Another process is started and sent only initialize.</summary>
    private static HandshakeState Initialize(HandshakeState state, HandshakeFailure failure) =>
        IsEnough(state)
            ? Fail(state, failure)
            : state with
            {
                Phase = HandshakePhase.Starting,
                Probes = false,
                Weighed = null,
                Failure = failure,
            };

    /// <summary>
    /// Another process is started and sent only server/discover; null when the previous process did nothing wrong.
    /// </summary>
    private static HandshakeState Discover(HandshakeState state, HandshakeFailure? failure) =>
        IsEnough(state)
            ? Fail(state with { MayInitialize = false }, failure ?? new HandshakeFailure.Rejected(Contradicts))
            : state with
            {
                Phase = HandshakePhase.Starting,
                Probes = true,
                IsNewer = true,
                MayInitialize = false,
                Weighed = null,
                Failure = failure,
            };

    private static HandshakeState Agree(HandshakeState state, Agreement agreement) =>
        state with
        {
            Phase = HandshakePhase.Agreed,
            Agreement = agreement,
        };

    private static HandshakeState Fail(HandshakeState state, HandshakeFailure failure) =>
        state with
        {
            Phase = HandshakePhase.Failed,
            Failure = failure,
        };

    private static (HandshakeState State, HandshakeEffect Effect) Stay(HandshakeState state) =>
        (state, HandshakeEffect.None);
}
