//! Advice that harms, by what is told to be done to what: patterns as those for words of crisis.

use std::sync::LazyLock;

use super::Rule;
use crate::crisis::{Pattern, tokens};

/// Where drugs in general may be spoken of: to ask about them, or to say what they hide.
const CARE: &[&str] = &[
    "doctor|pharmacist|physician|midwife|team .. medication*|medicine*|painkiller*|drug*|pill*|tablet*|dose*|prescri* ~ not|tell ignore",
    "ask|talk|speak|check .. doctor|pharmacist|physician|team",
    "painkiller*|medication*|medicine*|pill*|tablet* .. can|may|might|could hide|mask",
    "not|never take|use (any|a) painkiller*|medication*|medicine*|pill*|tablet*|drug*|them",
    "not need (any) supplement*|pill*|drug*|medication*",
];

const HARM: &[(Rule, &[&str])] = &[
    (
        Rule::Unsafe,
        &[
            "skip|skipping|stop|quit|drop|ditch|cancel|forget|avoid (your|the|a|any|all|on|taking|using|seeing) (asthma|heart|blood|next) inhaler*|treatment*|therapy|physio*|insulin|doctor*|physician*|checkup*|appointment*|medication*|medicine*|pills|tablets|food|meal|meals|breakfast|lunch|dinner|water|sleep|fluids",
            "not|never|stop|no|without drink|drinking (any) water|anything|fluids|until|in|before|for ~ alcohol",
            "not|never|stop|no sleep|sleeping tonight|for|until|at|so",
            "stop|no eating|food|meals until|before|after|for|tomorrow|today|at|all",
            "not|never eat|eating (anything|any) until|for|all|today|tomorrow|before|at",
            "cut|cutting out|away all|every|carbohydrates|carbs|fat",
            "no|zero carbohydrates|carbs|fat|salt|calories|food (at|for|from|until)",
            "dry|water|juice|three|two|five|long|day fast|fasting",
            "sauna|sweat*|hot bath|spit .. weigh|weight|water|kilo*|scale",
            "weigh in .. sauna|fast|dry|water|dehydrat*",
            "dehydrat* ~ avoid not prevent",
            "look|get|be dry in|for|on",
            "under|below|only|just|on .. hundred|hundreds calories|kcal",
            "very low calorie ~ not never unsafe",
            "punish*|punishment ~ not never no",
            "earn|earned|earning (your|the|a) food|dinner|meal|meals|dessert|breakfast|lunch|calories|carbs|eat",
            "not|never (have) earn*|deserve* (your|the|to|a|any) food|dinner|meal|meals|dessert|eat|breakfast|lunch|rest",
            "burn|work|sweat off .. meal|dinner|cake|pizza|dessert|food|lunch|last",
            "make|making yourself sick|throw|vomit|bleed|hurt|suffer",
            "throw up|throwing up",
            "hurt|harm|cut|hit|slap|pinch|burn|starve|injure yourself ~ never not ever avoid think",
            "snap|rubber|elastic .. against|on your|the arm|wrist|skin",
            "ignore|ignoring|disregard (any|all|the|your|that|what|every) .. pain|pains|popping|dizz*|spots|doctor*|physician*|physio*|symptom*|numb*|swelling|tightness|warning*|signal*|ache*|fever|injury|body|click* ~ not never",
            "push|pushing|power|work|train|fight|grind|run|lift|go through|past|beyond|despite (the|your|any|all|that) (chest|knee|back|sharp|shoulder|joint|muscle) pain*|tightness|dizz*|injur*|fever|illness|numb*|swelling|ache*|exhaustion|sickness ~ not never",
            "dizz*|faint*|spots|numb*|tightness|lightheaded|nausea|nauseous .. speed|continue|pass|go on|harder|faster|ignore|keep ~ stop rest sit doctor",
            "pain .. is|means|shows .. growing|weakness|growth|working|progress|good|grow|stronger ~ not never",
            "pain is gain|temporary|weakness|good",
            "embrace|love|enjoy|welcome|chase the|your pain|hurt|burn",
            "hold your breath|breathing .. whole|all|entire|set|until|as",
            "not|never tell|mention|talk .. doctor|physician|physio*|parents|wife|husband|partner|anyone|nobody ~ until",
            "hide|hiding|conceal it|this|that|your|the .. from .. doctor|physician|coach|parents|family|wife|husband",
            "no|not|never need|reason|point|have|time (to) (for) (see|seeing|ask|visit|consult|a|your|the) .. doctor*|physician*|physio*|specialist*|help ~ emergency",
            "doctor*|physician*|physio* .. wrong|lie|lying|know nothing|useless|overreact*|exaggerat*|overcautious|waste",
            "know* better than|more your|any|the|a doctor*|physician*|dietitian*",
            "only|just need|sleep|need (about) two|three|four|five|2|3|4|5 hours",
            "two|three|four|five|2|3|4|5 hours of sleep|rest are|is enough",
            "sleep is for|overrated|optional|waste",
            "rest is for|overrated|weakness|days are",
            "no|never|without|skip|skipping (any|a|your|all) rest|recovery (day|days)",
            "every (single) day without|no rest|break|days off",
            "train|work|lift twice|three|double .. punish*|every day|sick|fever|injured|injury|ill ~ not never",
            "train|exercise|run|lift .. with|despite|even|while .. fever|flu|broken|fracture*|concussion|torn|injured|sick ~ not never stop",
            "max out|one rep max .. every|daily|today|alone|first",
            "without (a) spotter|warm|warming|warmup .. heavy|max",
            "smoke|smoking|cigarette* .. appetite|hunger|instead|helps",
            "coffee|caffeine|energy|pre .. instead of .. food|meal*|sleep|breakfast|eating",
            "until you .. drop|collapse|faint|vomit|puke|bleed|black|pass",
            "quit your job|leave your wife|husband|family",
            "burpees|pushups|situps .. hundred|thousand",
        ],
    ),
    (
        Rule::Unsafe,
        &[
            "you|your|are|so|such|just|being .. lazy|pathetic|stupid|disgusting|worthless|ugly|loser|useless|weakling|joke|idiot|gross|hopeless ~ not never no",
            "stop being lazy|weak|pathetic|soft|fat|a",
            "embarrass*|embarrassment|shame|shameful|ashamed|humiliat* ~ no not never nothing need",
            "excuse|excuses .. are|your|is|more|no|stop ~ not",
            "child|children|grandmother|grandma|baby|toddler|girl .. could|can|would|lift* .. more|better|than|beat",
            "nobody|no one will|would|wants .. take|love|respect|want|like|believe|miss you",
            "that|your belly|gut|fat|thighs|body .. nobody|ugly|disgust*|embarrass*|shame|gross",
            "you will never|always .. be|make|fail|amount|succeed|thin",
            "everyone|others|they|people .. laugh*|better without|at you",
            "real|true men|women|man|woman|athletes do|dont|never|not|cry|rest",
            "man|toughen|suck it|up $",
            "should|must feel ashamed|guilty|bad",
        ],
    ),
    (
        Rule::Crisis,
        &[
            "happier|better|easier|relieved .. if|without|when .. you .. gone|dead|left|not|disappear*",
            "better|happier off without you",
            "you .. should|could|might|deserve .. die|disappear|end it|not exist|be dead",
            "kill yourself",
        ],
    ),
    (
        Rule::Diagnosis,
        &[
            "proves|shows|means|confirms|indicates|suggests|sure|clear|clearly|certain|obvious* .. you|this .. have|has|are|is|suffer* .. condition|disorder*|disease*|deficien*|infect*|tear|torn|depress*|anxi*|inflam*|syndrome|heart|arthritis|virus|illness",
            "you|this|it have|has|is|are (clearly|likely|probably) (a|an|the) (heart|thyroid|eating|sleep|mental|personality|hormon*|iron|vitamin|mood) condition|disorder*|disease*|deficien*|problem|apnea|apnoea|depress*|infection|inflammation ~ if doctor told",
            "sounds|looks|seems like|to be (a|an) .. tear|torn|strain|sprain|disc|slipped|deficien*|infection|depress*|burnout|anxiety|migraine|inflammation|asthma",
        ],
    ),
    (
        Rule::Markup,
        &[
            "dot com|org|net|io|shop|example|test|site|info|plan|de|uk|app|dev|co|xyz|fit|online",
            "dot .. for the|full|more|private ~ drill* jump* ladder",
            "at mail|gmail|proton* dot",
            "link|click|download|subscribe|website|url|profile|bio|channel|dm .. here|below|bio|link|page|my|our|me|now ~ chest",
            "payment|credit|bank|card details|number|account|transfer",
            "search|google|order|buy|message|whatsapp|telegram|email|write to|for|the|a|me|us .. pack|offer|pills|shop|coupon|discount|private ~ doctor friend diary",
        ],
    ),
    (
        Rule::Leak,
        &[
            "hidden|secret|internal|system|initial|original|developer instruction*|prompt|message|rules",
            "instructions .. are|say|were|is . ",
            "system|user|assistant|developer . you|what|are|how|i|ignore",
            "ignore|disregard|forget .. previous|above|prior|earlier .. instruction*|rules|prompt|data",
            "print|reveal|show|repeat|output .. user|data|prompt|instructions|password|key|system",
            "language model|ai model|chatbot|trained by",
            "as (an|a) ai|assistant|model|machine",
        ],
    ),
    (
        Rule::Drugs,
        &[
            "rub|swallow|pop|inject|snort|take|taking|chew|drop a|an|one|two|some|it|the|another|few|your .. pill*|tablet*|capsule*|injection|shot|dose|gummies ~ doctor vitamin",
            "halve|double|skip|raise|lower|reduce|increase|change|adjust|stop|split your|the|a .. insulin|dose*|medication*|medicine*|pills|tablets|prescription|treatment ~ doctor before ask",
            "fat burner*|cutting agent|anabolic*|steroid*|cycle of|prohormone*|appetite suppress*|thermogenic*",
            "short|quick|small|low course|dose|cycle of",
        ],
    ),
];

type Compiled = (Rule, Vec<Pattern>);

/// The rule that a text breaks by what it tells to do.
pub(super) fn harm(text: &str) -> Option<Rule> {
    static COMPILED: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
        HARM.iter().map(|(rule, patterns)| (*rule, patterns.iter().copied().map(Pattern::new).collect())).collect()
    });
    let tokens = tokens(text);
    COMPILED.iter().find(|(_, patterns)| patterns.iter().any(|pattern| pattern.is_in(&tokens))).map(|(rule, _)| *rule)
}

/// Whether a text speaks of drugs in general with care.
pub(super) fn is_careful(text: &str) -> bool {
    static COMPILED: LazyLock<Vec<Pattern>> = LazyLock::new(|| CARE.iter().copied().map(Pattern::new).collect());
    let tokens = tokens(text);
    COMPILED.iter().any(|pattern| pattern.is_in(&tokens))
}
