from hypothesis import settings

# A law must not fail because the machine is busy.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
