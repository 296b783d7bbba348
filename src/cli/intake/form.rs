//! What each form asks for: the fields above its table, and the columns of the table.

use clap::ValueEnum;

use crate::cli::text::Message;
use crate::sheets::Look;

/// A form that is filled in and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Opening balances (期初).
    Opening,
    /// Completed reductions (减排量).
    Reduction,
    /// A distribution plan (分解方案): quota issued to accounts.
    Plan,
    /// The application of a firm that moves.
    Relocation,
    /// The application of a project to be supplied.
    Introduction,
}

/// A word that may be chosen: its id in the catalogue, and how payloads spell it.
pub type Choice = (&'static str, &'static str);

/// What a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// A code, number or name.
    Text,
    /// A quantity.
    Quantity,
    /// A date.
    Day,
    /// One of these words, in either language.
    Choice(&'static [Choice]),
}

/// A field or a column.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its technical name, which is understood as its head too.
    pub key: &'static str,
    /// Id of its head.
    pub head: &'static str,
    /// Id of what would be right in it.
    pub right: &'static str,
    /// Whether it must be filled in.
    pub needed: bool,
    /// What it takes.
    pub takes: Takes,
}

/// A form.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// Which.
    pub kind: Kind,
    /// Id of its title, which is the name of its sheet too.
    pub title: &'static str,
    /// Id of how it is handed in.
    pub hand_in: &'static str,
    /// The fields above the table.
    pub fields: &'static [Part],
    /// The columns of the table.
    pub columns: &'static [Part],
}

const fn part(
    key: &'static str,
    head: &'static str,
    right: &'static str,
    needed: bool,
    takes: Takes,
) -> Part {
    Part {
        key,
        head,
        right,
        needed,
        takes,
    }
}

const MEASURES: &[Choice] = &[
    ("term-measure-closure", "closure"),
    ("term-measure-feed", "feed"),
    ("term-measure-process", "process"),
    ("term-measure-treatment", "treatment"),
];
const PAID: &[Choice] = &[
    ("term-no", "false"),
    ("term-yes", "true"),
    ("term-form-free", "false"),
    ("term-form-paid", "true"),
];

/// The document's number; `key`s of fields and columns are looked up by name.
pub const DOC: &str = "doc";
/// The document's date.
pub const DOC_DATE: &str = "doc_date";
/// The document's file, beside the form.
pub const DOC_FILE: &str = "doc_file";

macro_rules! keys {
    ($($name:ident = $key:literal,)+) => { $(
        #[doc = concat!("The part called `", $key, "`.")]
        pub const $name: &str = $key;
    )+ };
}
keys! {
    REGION = "region", CUT_OVER = "cut_over", ACCOUNT = "account", INDICATOR = "indicator",
    PERIOD = "period", AMOUNT = "amount", SINCE = "since", PAID_FOR = "paid",
    BASE_EMISSION = "base_emission", EVIDENCE = "evidence", PERMIT = "permit",
    FACILITY = "facility", NAME = "name", MEASURE = "measure", BEFORE = "before", AFTER = "after",
    COMPLETED_ON = "completed_on", FIRM = "firm", ORIGIN = "origin", SITE = "site",
    PROJECT = "project", SUPPLIER = "supplier", NEED = "need", STAGE = "stage",
}

use Takes::{Choice as OneOf, Day, Quantity, Text};

const DOC_PART: Part = part(DOC, "label-form-doc", "term-right-doc", true, Text);
const DOC_DATE_PART: Part = part(
    DOC_DATE,
    "label-form-doc-date",
    "term-right-day-today",
    false,
    Day,
);
const DOC_FILE_PART: Part = part(
    DOC_FILE,
    "label-form-doc-file",
    "term-right-file",
    false,
    Text,
);
const ACCOUNT_PART: Part = part(
    ACCOUNT,
    "label-form-account",
    "term-right-account",
    true,
    Text,
);
const INDICATOR_PART: Part = part(
    INDICATOR,
    "label-form-indicator",
    "term-right-indicator",
    true,
    Text,
);
const PERIOD_PART: Part = part(
    PERIOD,
    "label-form-period",
    "term-right-period",
    false,
    Text,
);
const AMOUNT_PART: Part = part(
    AMOUNT,
    "label-form-amount",
    "term-right-amount",
    true,
    Quantity,
);
const SINCE_PART: Part = part(SINCE, "label-form-since", "term-right-since", false, Day);
const PAID_PART: Part = part(
    PAID_FOR,
    "label-form-paid",
    "term-right-paid",
    false,
    OneOf(PAID),
);
const PROJECT_TEXT: &str = "label-form-project";
const NEED_PART: Part = part(NEED, "label-form-need", "term-right-need", true, Quantity);

static OPENING: Form = Form {
    kind: Kind::Opening,
    title: "label-form-opening",
    hand_in: "term-hand-in-opening",
    fields: &[
        part(
            REGION,
            "label-form-region",
            "term-right-region-vouching",
            true,
            Text,
        ),
        part(
            CUT_OVER,
            "label-form-cut-over",
            "term-right-day-today",
            false,
            Day,
        ),
        DOC_PART,
        DOC_DATE_PART,
        DOC_FILE_PART,
    ],
    columns: &[
        ACCOUNT_PART,
        INDICATOR_PART,
        PERIOD_PART,
        AMOUNT_PART,
        SINCE_PART,
        PAID_PART,
        part(
            BASE_EMISSION,
            "label-form-base-emission",
            "term-right-base-emission",
            false,
            Quantity,
        ),
        part(
            EVIDENCE,
            "label-form-evidence",
            "term-right-file",
            false,
            Text,
        ),
    ],
};

static REDUCTION: Form = Form {
    kind: Kind::Reduction,
    title: "label-form-reduction",
    hand_in: "term-hand-in-reduction",
    fields: &[DOC_PART, DOC_DATE_PART, DOC_FILE_PART],
    columns: &[
        part(PERMIT, "label-form-permit", "term-right-permit", true, Text),
        part(
            FACILITY,
            "label-form-facility",
            "term-right-facility",
            true,
            Text,
        ),
        part(NAME, "label-form-name", "term-right-name", true, Text),
        INDICATOR_PART,
        part(
            MEASURE,
            "label-form-measure",
            "term-right-measure",
            true,
            OneOf(MEASURES),
        ),
        part(
            BEFORE,
            "label-form-before",
            "term-right-before",
            true,
            Quantity,
        ),
        part(
            AFTER,
            "label-form-after",
            "term-right-after",
            true,
            Quantity,
        ),
        part(
            COMPLETED_ON,
            "label-form-completed-on",
            "term-right-completed-on",
            true,
            Day,
        ),
        part(
            ACCOUNT,
            "label-form-account",
            "term-right-account-of-permit",
            false,
            Text,
        ),
    ],
};

static PLAN: Form = Form {
    kind: Kind::Plan,
    title: "label-form-plan",
    hand_in: "term-hand-in-plan",
    fields: &[DOC_PART, DOC_DATE_PART, DOC_FILE_PART],
    columns: &[
        ACCOUNT_PART,
        INDICATOR_PART,
        PERIOD_PART,
        AMOUNT_PART,
        SINCE_PART,
        PAID_PART,
    ],
};

static RELOCATION: Form = Form {
    kind: Kind::Relocation,
    title: "label-form-relocation",
    hand_in: "term-hand-in-case",
    fields: &[
        part(FIRM, "label-form-firm", "term-right-firm", true, Text),
        part(ORIGIN, "label-form-origin", "term-right-origin", true, Text),
        part(SITE, "label-form-site", "term-right-site", true, Text),
        part(PROJECT, PROJECT_TEXT, "term-right-project-if", false, Text),
        DOC_PART,
        DOC_DATE_PART,
        DOC_FILE_PART,
    ],
    columns: &[INDICATOR_PART, NEED_PART],
};

static INTRODUCTION: Form = Form {
    kind: Kind::Introduction,
    title: "label-form-introduction",
    hand_in: "term-hand-in-case",
    fields: &[
        part(PROJECT, PROJECT_TEXT, "term-right-project", true, Text),
        part(
            SUPPLIER,
            "label-form-supplier",
            "term-right-supplier",
            false,
            Text,
        ),
        DOC_PART,
        DOC_DATE_PART,
        DOC_FILE_PART,
    ],
    columns: &[
        INDICATOR_PART,
        NEED_PART,
        part(STAGE, "label-stage", "term-right-stage", false, Text),
    ],
};

impl Kind {
    /// Its form.
    pub fn form(self) -> &'static Form {
        match self {
            Kind::Opening => &OPENING,
            Kind::Reduction => &REDUCTION,
            Kind::Plan => &PLAN,
            Kind::Relocation => &RELOCATION,
            Kind::Introduction => &INTRODUCTION,
        }
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Opening => "opening",
            Kind::Reduction => "reduction",
            Kind::Plan => "plan",
            Kind::Relocation => "relocation",
            Kind::Introduction => "introduction",
        }
    }
}

impl Part {
    /// Its head.
    pub fn head(&self) -> Message {
        Message::new(self.head, Vec::new())
    }

    /// What would be right in it.
    pub fn right(&self) -> Message {
        Message::new(self.right, Vec::new())
    }
}

impl Takes {
    /// How a cell for it looks.
    pub fn look(self) -> Look {
        match self {
            Takes::Text | Takes::Choice(_) => Look::Text,
            Takes::Quantity => Look::Quantity,
            Takes::Day => Look::Day,
        }
    }
}
