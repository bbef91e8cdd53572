"""What is rendered: ratio, samples, development. `edge` is the rendered long edge in pixels, `out` that of the JPEG."""

WIDE, CINEMA, CLASSIC, TALL, PORTRAIT, SQUARE = (16, 9), (21, 9), (3, 2), (2, 3), (4, 5), (1, 1)

PICTURES = {
    # Lamps
    'vaka-window': dict(ratio=CINEMA, retouch=[(0.915, 0.776, 0.9485, 0.806, 0.033)], spp=32, edge=1800, out=2400, develop=dict(key=0.075, air='dusk_air')),
    'vaka-chalk': dict(develop=dict(key=0.145), scene='vaka-studio', ratio=PORTRAIT, args=dict(colour='chalk', paper='#b9b3a6')),
    'vaka-ember': dict(develop=dict(key=0.145), scene='vaka-studio', ratio=PORTRAIT, args=dict(colour='ember', paper='#c9b9a4')),
    'vaka-night': dict(develop=dict(key=0.145), scene='vaka-studio', ratio=PORTRAIT, args=dict(colour='night', paper='#8a949b')),
    'vaka-family': dict(develop=dict(key=0.145), ratio=CLASSIC),
    'vaka-macro': dict(ratio=SQUARE),
    'vaka-bedside': dict(ratio=TALL, develop=dict(key=0.08)),
    'lykta-studio': dict(ratio=TALL, develop=dict(key=0.07)),
    'lykta-steps': dict(ratio=CLASSIC, develop=dict(key=0.055)),
    'skymning-trio': dict(develop=dict(key=0.145), ratio=PORTRAIT),
    'skymning-under': dict(ratio=SQUARE, develop=dict(key=0.09)),
}
PICTURES |= {
    # Torne stoneware
    'torne-trio': dict(ratio=CLASSIC),
    'torne-night': dict(scene='torne-bottle', ratio=PORTRAIT, args=dict(kind='night', paper='#b9b2a5', shape='bottle')),
    'torne-snow': dict(scene='torne-bottle', ratio=PORTRAIT, args=dict(kind='snow', paper='#8b8f8a', shape='round', key=30.0)),
    'torne-lichen': dict(scene='torne-bottle', ratio=PORTRAIT, args=dict(kind='lichen', paper='#c7bda9', shape='tall')),
    'torne-iron': dict(scene='torne-bottle', ratio=PORTRAIT, args=dict(kind='iron', paper='#9aa3a6', shape='moon')),
    'torne-branch': dict(develop=dict(key=0.14), ratio=PORTRAIT),
    'torne-stack': dict(ratio=SQUARE),
    'torne-table': dict(ratio=CLASSIC),
    'torne-cups': dict(develop=dict(key=0.14), ratio=WIDE),
    'workshop-shelves': dict(ratio=CLASSIC),
    'workshop-detail': dict(develop=dict(key=0.14), ratio=TALL),
    'kiln': dict(ratio=PORTRAIT, develop=dict(key=0.07)),
    'plinths': dict(ratio=WIDE),
}
PICTURES |= {
    # Furniture
    'rallar-oak': dict(develop=dict(key=0.225), scene='rallar-studio', ratio=PORTRAIT),
    'rallar-family': dict(ratio=CLASSIC, develop=dict(key=0.21)),
    'stolpe-oak': dict(develop=dict(key=0.225), scene='stolpe-studio', ratio=PORTRAIT),
    'stolpe-window': dict(ratio=TALL),
    'bench-hall': dict(ratio=CLASSIC),
    # Rooms
    'dining': dict(ratio=WIDE, develop=dict(key=0.12)),
    'evening': dict(ratio=PORTRAIT, develop=dict(key=0.06)),
    'stair': dict(ratio=TALL, crop=(0, 0.2, 0.975, 1), develop=dict(key=0.27)),
    'showroom': dict(ratio=CLASSIC),
    # Places
    'lapporten': dict(ratio=CINEMA, out=2400, crop=(0, 0, 1, 0.895), develop=dict(key=0.185, saturation=1.24, contrast=1.22, air='dusk_air')),
    'lake-dawn': dict(ratio=CLASSIC, develop=dict(key=0.27, contrast=1.34, saturation=1.2, air='dawn_air')),
    'drifts': dict(ratio=PORTRAIT, develop=dict(key=0.24, air='dawn_air')),
    'workshop-dusk': dict(ratio=CLASSIC, develop=dict(key=0.08, air='dusk_air')),
}
PICTURES |= {
    # More colours
    'vaka-lichen': dict(scene='vaka-studio', develop=dict(key=0.145), ratio=PORTRAIT, args=dict(colour='lichen', paper='#b4b1a2')),
    'torne-fjord': dict(scene='torne-bottle', ratio=PORTRAIT, args=dict(kind='fjord', paper='#bdb6a8', shape='jar')),
    'stolpe-black': dict(develop=dict(key=0.225), scene='stolpe-studio', ratio=PORTRAIT, args=dict(tone=('#2c2a29', '#161514'), paper='#a7a9a4', rot=-0.5)),
    # The film is mixed from the light of the sky and the light of the lamp (film.py).
    'film-sky': dict(scene='vaka-window', ratio=WIDE, args=dict(layer='sky', lens=36), develop=dict(air='dusk_air')),
    'film-lamp': dict(scene='vaka-window', ratio=WIDE, args=dict(layer='lamp', lens=36)),
}
