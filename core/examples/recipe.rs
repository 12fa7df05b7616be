//! Applies a recipe to a file and prints one JSON object a record: `{"result": ..., "problems": [...]}`; or says what would
//! become of the records under a whole setup. No network.
//!
//! `cargo xtask recipe apply --recipe R.json --format csv leads.csv`

use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use lexamica::mapping::Mapping;
use lexamica::recipe::input::{Encoding, Format, Options, records};
use lexamica::recipe::{Recipe, Vocabulary};
use lexamica::setup::Setup;

const USAGE: &str = "\
recipe apply --recipe R.json [--format json|jsonl|csv|form] [--delimiter X] [--encoding E] INPUT
recipe check --recipe R.json
recipe lint --recipe R.json [--mapping M.json] [--case-types C.json] [--json] [--format ...] INPUT

  --mapping    a mapping in this library's form: what it drops, and what it never fills
  --case-types a JSON list of the firm's case types: which leads would silently become \"Other\"
  --json       the report of `lint` as JSON, not as text
  INPUT        a file, or - for standard input
  --format     by the file's ending, if it is not given
  --delimiter  one character, or `tab`; found out from the header, if it is not given
  --encoding   utf-8, windows-1252, utf-16le or utf-16be; found out from the file, if it is not given

Exit code 0: the input was read to its end, whatever is wrong with its records. 1: it, or the recipe, cannot be read.
2: the command line is wrong.";

/// Why there is no result.
enum Failure {
    Usage(String),
    Failed(String),
    /// Whoever read the output has gone, as `head` does.
    Closed,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (text, code) = match run(&args) {
        Ok(summary) => (summary, 0),
        Err(Failure::Closed) => return ExitCode::SUCCESS,
        Err(Failure::Failed(text)) => (format!("recipe: {text}"), 1),
        Err(Failure::Usage(text)) => (format!("recipe: {text}\n\n{USAGE}"), 2),
    };
    // If nobody can be told, the code still says it.
    let _ = writeln!(io::stderr(), "{text}");
    ExitCode::from(code)
}

/// The command line, read.
#[derive(Default)]
struct Args {
    recipe: Option<String>,
    format: Option<Format>,
    delimiter: Option<char>,
    encoding: Option<Encoding>,
    mapping: Option<String>,
    case_types: Option<String>,
    json: bool,
    input: Option<String>,
}

fn run(args: &[String]) -> Result<String, Failure> {
    let (command, rest) = args.split_first().ok_or_else(|| Failure::Usage("say what to do".to_owned()))?;
    let args = Args::read(rest)?;
    let recipe_path = args.recipe.as_deref().ok_or_else(|| Failure::Usage("--recipe is missing".to_owned()))?;
    let text = String::from_utf8(read(recipe_path)?)
        .map_err(|_| Failure::Failed(format!("{recipe_path}: the recipe is not UTF-8")))?;
    let recipe = Recipe::from_json(&text).map_err(|error| Failure::Failed(format!("{recipe_path}: {error}")))?;
    match command.as_str() {
        "lint" => lint(&text, &args),
        "apply" => apply(&recipe, &args),
        "check" => Ok(format!("good: writes {}", recipe.targets().collect::<Vec<_>>().join(", "))),
        other => Err(Failure::Usage(format!("unknown command {other:?}"))),
    }
}

impl Args {
    fn read(args: &[String]) -> Result<Self, Failure> {
        let mut read = Self::default();
        let mut rest = args.iter();
        while let Some(arg) = rest.next() {
            let (name, inline) = match arg.split_once('=') {
                Some((name, value)) if name.starts_with("--") => (name, Some(value.to_owned())),
                _ => (arg.as_str(), None),
            };
            let mut value = || {
                inline
                    .clone()
                    .or_else(|| rest.next().cloned())
                    .ok_or_else(|| Failure::Usage(format!("{name} needs a value")))
            };
            let unknown = |value: &str| Failure::Usage(format!("{name}: unknown: {value}"));
            match name {
                "--recipe" => read.recipe = Some(value()?),
                "--mapping" => read.mapping = Some(value()?),
                "--case-types" => read.case_types = Some(value()?),
                "--json" => read.json = true,
                "--format" => {
                    let value = value()?;
                    read.format = Some(Format::from_name(&value).ok_or_else(|| unknown(&value))?);
                }
                "--delimiter" => read.delimiter = Some(delimiter(&value()?)?),
                "--encoding" => {
                    let value = value()?;
                    read.encoding = Some(Encoding::from_name(&value).ok_or_else(|| unknown(&value))?);
                }
                _ if name.starts_with("--") => return Err(Failure::Usage(format!("unknown option {name}"))),
                _ if read.input.is_none() => read.input = Some(arg.clone()),
                _ => return Err(Failure::Usage(format!("more than one input: {arg:?}"))),
            }
        }
        Ok(read)
    }

    /// The format given, or that of the file's ending.
    fn format(&self, input: &str) -> Result<Format, Failure> {
        let ending = || match Path::new(input).extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "csv" | "tsv" => Some(Format::Csv),
            _ => None,
        };
        self.format.or_else(ending).ok_or_else(|| Failure::Usage("--format is missing".to_owned()))
    }
}

fn delimiter(text: &str) -> Result<char, Failure> {
    let mut chars = text.chars();
    match (text, chars.next(), chars.next()) {
        ("tab" | "\\t", _, _) => Ok('\t'),
        (_, Some(only), None) => Ok(only),
        _ => Err(Failure::Usage("--delimiter: expected one character, or `tab`".to_owned())),
    }
}

/// The input's name, its bytes and how they are to be read.
fn source(args: &Args) -> Result<(&str, Vec<u8>, Options), Failure> {
    let input = args.input.as_deref().ok_or_else(|| Failure::Usage("the input is missing".to_owned()))?;
    let mut options = Options::new(args.format(input)?);
    options.delimiter = args.delimiter;
    options.encoding = args.encoding;
    Ok((input, read(input)?, options))
}

/// What would become of the input's leads under this recipe, mapping and list of case types.
fn lint(recipe: &str, args: &Args) -> Result<String, Failure> {
    let text = |path: &str| {
        String::from_utf8(read(path)?).map_err(|_| Failure::Failed(format!("{path}: the file is not UTF-8")))
    };
    let failed = |path: &str, error: &dyn std::fmt::Display| Failure::Failed(format!("{path}: {error}"));
    let mut setup = Setup::from_json(recipe).map_err(|error| failed("recipe", &error))?;
    if let Some(path) = &args.mapping {
        setup = setup.with_mapping(Mapping::from_json(&text(path)?).map_err(|error| failed(path, &error))?);
    }
    if let Some(path) = &args.case_types {
        let list: Vec<String> = serde_json::from_str(&text(path)?).map_err(|error| failed(path, &error))?;
        setup = setup.with_case_types(Vocabulary::new(list));
    }
    let (input, bytes, options) = source(args)?;
    let records = records(&bytes, &options).map_err(|error| failed(input, &error))?;
    let report = setup.lint_records(records);
    let shown = if args.json {
        serde_json::to_string_pretty(&report).map_err(|error| Failure::Failed(error.to_string()))?
    } else {
        report.to_string()
    };
    writeln!(io::stdout(), "{shown}").map_err(closed)?;
    Ok(String::from(if report.has_errors() { "something must be mended" } else { "nothing must be mended" }))
}

fn apply(recipe: &Recipe, args: &Args) -> Result<String, Failure> {
    let (input, bytes, options) = source(args)?;
    let records = records(&bytes, &options).map_err(|error| Failure::Failed(format!("{input}: {error}")))?;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut total, mut good) = (0_u64, 0_u64);
    for record in records {
        let applied = recipe.apply_to(&record);
        total = total.saturating_add(1);
        good = good.saturating_add(u64::from(applied.is_good()));
        let line = serde_json::to_string(&applied).map_err(|error| Failure::Failed(error.to_string()))?;
        writeln!(out, "{line}").map_err(closed)?;
    }
    out.flush().map_err(closed)?;
    Ok(format!("{total} records, {good} good, {} with problems", total.saturating_sub(good)))
}

fn closed(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Failed(format!("cannot write: {error}")),
    }
}

fn read(path: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map(|_| bytes).map_err(|error| Failure::Failed(format!("cannot read {path}: {error}")))
}
