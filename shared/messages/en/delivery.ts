/** Delivery: the papers inside a ZIP, the names of the built-in presets, and what an address accepts. */
export const delivery = {
  'delivery.manifest.heading': 'Credits and terms',
  'delivery.manifest.made_at': 'Made at',
  'delivery.manifest.title': 'Title',
  'delivery.manifest.creator': 'Creator',
  'delivery.manifest.credit': 'Credit',
  'delivery.manifest.copyright': 'Copyright',
  'delivery.manifest.license': 'Licence',
  'delivery.manifest.terms': 'Terms of use',
  'delivery.manifest.territories': 'May be used in',
  'delivery.manifest.channels': 'May be used for',
  'delivery.manifest.usable_until': 'May be used until',
  'delivery.manifest.left_out': 'Left out',
  'delivery.manifest.contact': 'Questions',

  'delivery.standing.allowed':
    'Works now{territories, select, none {} other {, in {territories}}}{until, select, none {, with no end planned} other {, until {until}}}{here, select, no {; not where you are} other {}}.',
  'delivery.standing.denied': 'Does not work{starts, select, none {} other { before {starts}}}: {reasons}.',

  'delivery.preset.thumb': 'Thumbnail',
  'delivery.preset.card': 'Card, 4:3',
  'delivery.preset.square': 'Square',
  'delivery.preset.preview': 'Preview',
  'delivery.preset.motion': 'Animation, up to 800 px',
  'delivery.preset.hero': 'Hero, 16:9',
  'delivery.preset.web': 'Web, up to 2048 px',
  'delivery.preset.social-square': 'Social, square',
  'delivery.preset.social-portrait': 'Social, portrait',
  'delivery.preset.social-story': 'Social, story',
  'delivery.preset.social-wide': 'Social, wide',
  'delivery.preset.email': 'E-mail, up to 1200 px',
  'delivery.preset.print': 'Print, up to 6000 px',
  'delivery.preset.original': 'Original',

  'delivery.accepts.w': 'a width in CSS pixels, 1 to {max}',
  'delivery.accepts.h': 'a height in CSS pixels, 1 to {max}',
  'delivery.accepts.words': 'one of {words}',
  'delivery.accepts.fp': 'a focal point x:y, each 0 to 1, such as 0.5:0.25',
  'delivery.accepts.ar': 'a ratio such as 16:9 or 1.91, at most {max}',
  'delivery.accepts.dpr': 'a device pixel ratio, 1 to {max} in steps of 0.25',
  'delivery.accepts.q': 'auto, or a quality 1 to 100',
  'delivery.accepts.f': 'auto, or one of {words}',
  'delivery.accepts.bg': 'a colour as hex digits (fff, 1a2b3c, 1a2b3c80) or transparent',
  'delivery.accepts.blur': '0 for none, or a blur 1 to {max}',
  'delivery.accepts.sharpen': '0 for none, or an amount 0.1 to {max} in steps of 0.1',
  'delivery.accepts.rot': 'a clockwise rotation: 0, 90, 180 or 270',
  'delivery.accepts.trim': '0 for none, or a border tolerance 1 to {max}',
  'delivery.accepts.wm': 'the name of a watermark, or none',
  'delivery.accepts.page': 'a page or frame, 1 to {max}',
  'delivery.accepts.anim': '1 for animated output, or 0',
  'delivery.accepts.up': '1 to enlarge beyond the source, or 0',
  'delivery.accepts.length': 'at most {max} characters',
  'delivery.accepts.names': 'the parameters {names}',
  'delivery.accepts.once': 'each parameter once',
  'delivery.accepts.preset': 'name=value pairs, or one preset name, which only dpr and f may accompany',
  'delivery.accepts.ar_one_side': 'ar with w or with h, not with both',
  'delivery.accepts.ar_with_side': 'ar with w or h when fit={fit}',
  'delivery.accepts.box': 'a box of at most {max} pixels a side',
  'delivery.accepts.up_fit': 'up with fit=cover, contain or pad; fit={fit} never enlarges',
  'delivery.accepts.anim_format': 'anim with f=auto or webp',
  'delivery.accepts.page_still': 'page without anim',
  'delivery.accepts.ladder_widths': 'one of the widths {widths}',
  'delivery.accepts.ladder_ratios': 'one of the ratios {ratios}',
  'delivery.accepts.ladder_side': 'a width, alone or with a ratio: w, or w and ar',
  'delivery.accepts.ladder_dprs': '{dprs}, as long as w × dpr is at most {max}',
  'delivery.accepts.signed': 'a signed address',
  'delivery.parameter_problem':
    '{parameter}: {accepts}{nearest, select, none {} other { (nearest: {nearest})}}',
  'delivery.size.vector': 'Vector',
  'delivery.size.vector_ratio': 'Vector, {ratio}',
  'delivery.mark.undrawn':
    'No font here has {letters}. Watermarks are written in Latin, Greek and Cyrillic letters; for others take a picture of the text.',
  'delivery.refused.no_such_page': 'page: this file has fewer pages or frames.',
  'delivery.mark.unusable':
    'The picture of this watermark may not be used: it is not approved, or its licence or embargo does not allow it now.',
  'delivery.refused.unknown_watermark': 'wm: the brand has no usable watermark of this name.',
  'delivery.refused.no_picture': 'There is no picture of this file to make a rendition from.',
  'delivery.refused.engine': 'No picture can be made of this file. {cause}',
  'delivery.cause.type': 'Pictures of this type ({type}) cannot be drawn here.',
  'delivery.cause.no_preview': 'Files of this type ({type}) have no preview.',
  'delivery.cause.damaged': 'The file is damaged and cannot be drawn.',
  'delivery.cause.ends_early': 'The file ends early: part of the picture is missing.',
  'delivery.cause.bytes':
    '{bytes, select, none {The file is too large to be drawn.} other {With {bytes} the file is too large to be drawn.}}{most, select, none {} other { At most {most} are read.}}',
  'delivery.cause.pixels':
    '{width} × {height} pixels are more than can be drawn.{most, select, none {} other { Of this type ({type}) the most is {most} megapixels.}}',
  'delivery.cause.frames':
    'The file has more than {most} frames or pages, the most that can be gone through.',
  'delivery.cause.memory':
    'This picture ({type}{width, select, none {} other {, {width} × {height} pixels}}) is stored in a way that takes more memory to draw than there is.',
  'delivery.cause.rendition':
    'As {format} a picture of {width} × {height} pixels cannot be written; the most is {most} megapixels.',
  'delivery.cause.encoding':
    'As {format} this picture of {width} × {height} pixels takes more memory to write than there is. A smaller size or another format works.',
  'delivery.cause.drawing':
    'For this part of the drawing the whole would be drawn with {width} × {height} pixels; the most is {most} megapixels. Ask for a smaller size.',
  'delivery.cause.page_size':
    'This page has another size than the first; only pages of the first page’s size are drawn.',
  'delivery.cause.svg_letters':
    'The drawing has letters that no font here has ({letters}). With its text turned into outlines it can be drawn.',
  'delivery.cause.svg_part':
    'The drawing has {what, select, picture {a WebP picture inside} html {web page content inside (foreignObject)} other {colours or sizes in CSS variables (var())}}, which would be missing here.',
  'delivery.cause.failed':
    'The preview could not be made. Choose a preview picture on the asset’s page; or save the file anew from its program and upload that as a new version. The very same file would count as a duplicate.',
  'delivery.refused.missing': 'This cannot be rendered here: {missing}.',
  'delivery.off_ladder':
    'Without a signature only presets and the published ladder are served; {listed} is not on it. Use {nearest}, or sign the URL.',
  'delivery.preset_unknown':
    'There is no preset “{name}”.{nearest, select, none {} other { Did you mean “{nearest}”?}}',
  'delivery.preset_refused':
    'The preset “{name}” {problem, select, dpr_off_ladder {takes no such dpr} format_fixed {has a format of its own} not_refinable {stands alone} not_in_window {is not in use at this time} other {is not for everybody}}.{nearest, select, none {} other { Nearest: {nearest}.}}',
  'delivery.preset_not_offered': 'The preset “{name}” is not offered here.',
} as const;
